// Own register tiles over GCC vectors; included once by each ISA file, inside an anonymous namespace.
// A function here must never be seen by the linker: a copy made for AVX-512 would serve every processor.

typedef float Vector __attribute__((vector_size(BYOM_LANES * 4)));
typedef float LooseVector __attribute__((vector_size(BYOM_LANES * 4), aligned(4), may_alias));
constexpr std::int64_t lanes = BYOM_LANES;
constexpr std::int64_t panel = 2 * lanes;

inline Vector load(const float* p) {
  return *reinterpret_cast<const LooseVector*>(p);
}
inline void store(float* p, Vector v) {
  *reinterpret_cast<LooseVector*>(p) = v;
}
// Subtracting zero keeps every value (adding it would not: -0) and compiles to a bare broadcast.
inline Vector broadcast(float x) {
  return x - Vector{};
}

template <int rows>
void tile_rows_of(std::int64_t depth, const float* x, const std::int64_t* offset, const float* w, float* acc,
                  bool accumulate) {
  Vector low[rows], high[rows];
#pragma GCC unroll 16
  for (int j = 0; j < rows; ++j) {
    low[j] = high[j] = Vector{};
  }
  for (std::int64_t k = 0; k < depth; ++k, w += panel) {
    const float* row = x + offset[k];
    const Vector w_low = load(w), w_high = load(w + lanes);
#pragma GCC unroll 16
    for (int j = 0; j < rows; ++j) {
      const Vector value = broadcast(row[j]);
      low[j] += value * w_low;
      high[j] += value * w_high;
    }
  }
#pragma GCC unroll 16
  for (int j = 0; j < rows; ++j) {
    // Added last, so that a long sum is a sum of block sums: its error grows with the blocks, not with the
    // terms.
    store(acc + j * panel, accumulate ? load(acc + j * panel) + low[j] : low[j]);
    store(acc + j * panel + lanes, accumulate ? load(acc + j * panel + lanes) + high[j] : high[j]);
  }
}

using TileRows = void (*)(std::int64_t, const float*, const std::int64_t*, const float*, float*, bool);
constexpr TileRows tiles[] = {
    tile_rows_of<1>,  tile_rows_of<2>,  tile_rows_of<3>, tile_rows_of<4>,  tile_rows_of<5>,  tile_rows_of<6>,
#if BYOM_TILE_ROWS > 6
    tile_rows_of<7>,  tile_rows_of<8>,  tile_rows_of<9>, tile_rows_of<10>, tile_rows_of<11>, tile_rows_of<12>,
    tile_rows_of<13>, tile_rows_of<14>,
#endif
};

void tile(std::int64_t rows, std::int64_t depth, const float* x, const std::int64_t* offset, const float* w,
          float* acc, bool accumulate) {
  tiles[rows - 1](depth, x, offset, w, acc, accumulate);
}

template <int width>
struct Taps {
  typedef float Values __attribute__((vector_size(width * 4)));
  typedef float LooseValues __attribute__((vector_size(width * 4), aligned(4), may_alias));

  // `vectors` runs of `width` side by side, so that the chains of sums overlap.
  template <int vectors>
  static void sum(std::int64_t taps, const float* x, const std::int64_t* offset, const float* w, float start,
                  bool accumulate, float* y) {
    Values total[vectors];
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      total[v] = accumulate ? *reinterpret_cast<const LooseValues*>(y + v * width) : start - Values{};
    }
    for (std::int64_t t = 0; t < taps; ++t) {
      const float* row = x + offset[t];
      const Values weight = w[t] - Values{};
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v) {
        total[v] += *reinterpret_cast<const LooseValues*>(row + v * width) * weight;
      }
    }
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) *reinterpret_cast<LooseValues*>(y + v * width) = total[v];
  }
};

void taps(std::int64_t n, std::int64_t count, const float* x, const std::int64_t* offset, const float* w,
          float start, bool accumulate, float* y) {
  std::int64_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes)
    Taps<lanes>::sum<4>(count, x + i, offset, w, start, accumulate, y + i);
  for (; i + lanes <= n; i += lanes) Taps<lanes>::sum<1>(count, x + i, offset, w, start, accumulate, y + i);
#if BYOM_LANES > 8
  for (; i + 8 <= n; i += 8) Taps<8>::sum<1>(count, x + i, offset, w, start, accumulate, y + i);
#endif
#if BYOM_LANES > 4
  for (; i + 4 <= n; i += 4) Taps<4>::sum<1>(count, x + i, offset, w, start, accumulate, y + i);
#endif
  for (; i < n; ++i) {
    float total = accumulate ? y[i] : start;
    for (std::int64_t t = 0; t < count; ++t) total += x[offset[t] + i] * w[t];
    y[i] = total;
  }
}
