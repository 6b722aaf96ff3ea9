// One cache block of a matrix product, by Eigen; included once by each ISA file, inside an anonymous
// namespace. Eigen itself is compiled under another namespace name in each ISA file, so that no symbol of it
// is shared.

constexpr std::int64_t slack = 64;  // Eigen's packers may round the last group up

// Gives Eigen our buffers and our cuts: it would ask cpuid for cache sizes and allocate.
template <class T>
struct Blocks : Eigen::internal::level3_blocking<T, T> {
  static constexpr std::int64_t depth = block_k * 4 / static_cast<std::int64_t>(sizeof(T));

  Blocks() {
    this->m_blockA = columns;
    this->m_blockB = rows;
    this->m_mc = block_n;  // Eigen computes the transpose of a row-major product: its rows are our columns
    this->m_nc = block_m;
    this->m_kc = depth;
  }
  alignas(64) T columns[block_n * depth + slack];
  alignas(64) T rows[block_m * depth + slack];
};

template <class T, int order_a, int order_b>
void product(const GemmShape& s, T alpha, const T* a, const T* b, T* c) {
  Blocks<T> blocks;
  Eigen::internal::general_matrix_matrix_product<std::int64_t, T, order_a, false, T, order_b, false,
                                                 Eigen::RowMajor, 1>::run(s.m, s.n, s.k, a, s.lda, b, s.ldb,
                                                                          c, 1, s.ldc, alpha, blocks,
                                                                          nullptr);
}

template <class T>
void gemm_block(const GemmShape& s, T alpha, const T* a, const T* b, bool accumulate, T* c) {
  if (!accumulate) {
    for (std::int64_t i = 0; i < s.m; ++i) {
      for (std::int64_t j = 0; j < s.n; ++j) c[i * s.ldc + j] = 0;
    }
  }
  if (s.m == 0 || s.n == 0 || s.k == 0) return;
  constexpr int rows = Eigen::RowMajor, columns = Eigen::ColMajor;
  if (s.transpose_a) {
    s.transpose_b ? product<T, columns, columns>(s, alpha, a, b, c)
                  : product<T, columns, rows>(s, alpha, a, b, c);
  } else {
    s.transpose_b ? product<T, rows, columns>(s, alpha, a, b, c) : product<T, rows, rows>(s, alpha, a, b, c);
  }
}
