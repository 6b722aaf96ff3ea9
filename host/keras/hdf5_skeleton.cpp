// HDF5 files whose structure libhdf5 writes into a sparse file in memory and whose weights stream past it.
#include "host/keras/hdf5_skeleton.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <span>
#include <system_error>

#include <hdf5.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/keras/hdf5_handle.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

constexpr std::size_t object_header_limit = 64512;  // what Keras itself takes for it
constexpr std::size_t bytes_of_string_reference = 16;
constexpr std::uint64_t chunk = 1 << 20;
// A transposed tensor is read once for each piece of it, so a convolution's weights are best one piece.
constexpr std::uint64_t tensor_chunk = 1 << 24;
constexpr std::uint64_t alignment = 64;

std::shared_ptr<const int> memory_file() {
  const int descriptor = ::memfd_create("tao_byom-hdf5", MFD_CLOEXEC);
  if (descriptor < 0) return nullptr;
  return {new int(descriptor), [](const int* held) {
            ::close(*held);
            delete held;
          }};
}

Error system_error(const char* what) {
  return fail(exit_system, std::string("no HDF5 file could be made in memory: ") + what + ": " +
                               std::generic_category().message(errno));
}
Error hdf5_error(const Hdf5Complaints& complaints) {
  return fail(exit_system, "libhdf5 could not make a file: " + complaints.last());
}

Hdf5Handle string_type() {
  Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  if (!type || H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) return {};
  return type;
}

// The half of IEEE 754, and NumPy's bool, as h5py writes them.
Hdf5Handle half_type() {
  Hdf5Handle type(H5Tcopy(H5T_IEEE_F32LE), H5Tclose);
  if (!type || H5Tset_fields(type, 15, 10, 5, 0, 10) < 0 || H5Tset_size(type, 2) < 0 ||
      H5Tset_ebias(type, 15) < 0)
    return {};
  return type;
}
Hdf5Handle bool_type() {
  Hdf5Handle type(H5Tenum_create(H5T_STD_I8LE), H5Tclose);
  const signed char off = 0, on = 1;
  if (!type || H5Tenum_insert(type, "FALSE", &off) < 0 || H5Tenum_insert(type, "TRUE", &on) < 0) return {};
  return type;
}

// An invalid handle for a dtype that Keras's files do not hold.
Hdf5Handle element_type(std::int32_t dtype) {
  const auto copy = [](hid_t type) { return Hdf5Handle(H5Tcopy(type), H5Tclose); };
  switch (dtype) {
    case BYOM_FLOAT:
    case BYOM_BFLOAT16:
      return copy(H5T_IEEE_F32LE);
    case BYOM_DOUBLE:
      return copy(H5T_IEEE_F64LE);
    case BYOM_FLOAT16:
      return half_type();
    case BYOM_BOOL:
      return bool_type();
    case BYOM_INT8:
      return copy(H5T_STD_I8LE);
    case BYOM_INT16:
      return copy(H5T_STD_I16LE);
    case BYOM_INT32:
      return copy(H5T_STD_I32LE);
    case BYOM_INT64:
      return copy(H5T_STD_I64LE);
    case BYOM_UINT8:
      return copy(H5T_STD_U8LE);
    case BYOM_UINT16:
      return copy(H5T_STD_U16LE);
    case BYOM_UINT32:
      return copy(H5T_STD_U32LE);
    case BYOM_UINT64:
      return copy(H5T_STD_U64LE);
    default:
      return {};
  }
}

std::uint64_t stored_size(const ir::Tensor& tensor) {
  return tensor.dtype == BYOM_BFLOAT16 ? 2 * tensor.bytes() : tensor.bytes();
}

bool write_texts(hid_t object, const std::string& name, hid_t space, const std::vector<const char*>& texts) {
  const Hdf5Handle type = string_type();
  const Hdf5Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose);
  return type && attribute && (texts.empty() || H5Awrite(attribute, type, texts.data()) >= 0);
}

bool write_text(hid_t object, const std::string& name, const std::string& text) {
  const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  return write_texts(object, name, space, {text.c_str()});
}

bool write_list(hid_t object, const std::string& name, std::span<const std::string> texts) {
  const hsize_t length = texts.size();
  const Hdf5Handle space(H5Screate_simple(1, &length, nullptr), H5Sclose);
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return write_texts(object, name, space, pointers);
}

// In as few equal parts as object headers allow; sizes differ by one at most, larger parts first.
bool write_split_list(hid_t object, const std::string& name, const std::vector<std::string>& texts) {
  const std::size_t limit = object_header_limit / bytes_of_string_reference;
  if (texts.size() <= limit) return write_list(object, name, texts);
  const std::size_t parts = (texts.size() + limit - 1) / limit;
  std::span<const std::string> rest(texts);
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t length = texts.size() / parts + (i < texts.size() % parts ? 1 : 0);
    if (!write_list(object, name + std::to_string(i), rest.first(length))) return false;
    rest = rest.subspan(length);
  }
  return true;
}

// Property lists that every object of the file is made with.
struct Properties {
  Hdf5Handle links{H5Pcreate(H5P_LINK_CREATE), H5Pclose};
  Hdf5Handle dataset{H5Pcreate(H5P_DATASET_CREATE), H5Pclose};

  // No times, so that equal models give equal bytes; room for the data at once, and nothing written there.
  bool set() const {
    return links && dataset && H5Pset_create_intermediate_group(links, 1) >= 0 &&
           H5Pset_obj_track_times(dataset, false) >= 0 && H5Pset_layout(dataset, H5D_CONTIGUOUS) >= 0 &&
           H5Pset_alloc_time(dataset, H5D_ALLOC_TIME_EARLY) >= 0 &&
           H5Pset_fill_time(dataset, H5D_FILL_TIME_NEVER) >= 0;
  }
};

Hdf5Handle create_file(int descriptor) {
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  // Not the usual driver: it looks for the real path of the file, and this one has none. Weights begin where
  // a mapped file can be used as it is; an aggregator of small data would undo that.
  if (!access || H5Pset_fapl_stdio(access) < 0 || H5Pset_alignment(access, alignment, alignment) < 0 ||
      H5Pset_small_data_block_size(access, 0) < 0)
    return {};
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose};
}

bool write_group(hid_t file, const Hdf5Group& group, const Properties& properties) {
  const Hdf5Handle object =
      group.path == "/"
          ? Hdf5Handle(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose)
          : Hdf5Handle(H5Gcreate2(file, group.path.c_str(), properties.links, H5P_DEFAULT, H5P_DEFAULT),
                       H5Gclose);
  if (!object) return false;
  for (const auto& [name, text] : group.texts)
    if (!write_text(object, name, text)) return false;
  for (const auto& [name, texts] : group.lists)
    if (!write_split_list(object, name, texts)) return false;
  return true;
}

// Makes the dataset and gives the place of its data; HADDR_UNDEF on an error and for one without elements.
haddr_t write_dataset(hid_t file, const Hdf5Dataset& dataset, hid_t type, const Properties& properties,
                      bool& ok) {
  const std::vector<hsize_t> shape(dataset.content.shape.begin(), dataset.content.shape.end());
  const Hdf5Handle space(shape.empty()
                             ? H5Screate(H5S_SCALAR)
                             : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
                         H5Sclose);
  const Hdf5Handle object(
      H5Dcreate2(file, dataset.path.c_str(), type, space, properties.links, properties.dataset, H5P_DEFAULT),
      H5Dclose);
  ok = static_cast<bool>(object);
  return ok ? H5Dget_offset(object) : HADDR_UNDEF;
}

// Elements [begin, end) as the file stores them.
void stored_elements(const ir::Tensor& tensor, std::int64_t begin, std::int64_t end,
                     std::vector<std::byte>& out) {
  const auto count = static_cast<std::size_t>(end - begin);
  const std::size_t size = ir::element_size(tensor.dtype);
  out.resize(count * size);
  ir::copy_elements(tensor, begin, end, out.data());
  if (tensor.dtype != BYOM_BFLOAT16) return;
  std::vector<std::byte> widened(2 * out.size());  // a bfloat16 is the upper half of a little-endian float32
  for (std::size_t i = 0; i < count; ++i) std::copy_n(&out[2 * i], 2, &widened[4 * i + 2]);
  out.swap(widened);
}

}  // namespace

Result<Hdf5Skeleton> Hdf5Skeleton::make(const Hdf5Layout& layout) {
  const Hdf5Complaints complaints;
  Hdf5Skeleton skeleton;
  skeleton.file_ = memory_file();
  if (!skeleton.file_) return system_error("memfd_create");
  {
    const Properties properties;
    const Hdf5Handle file = create_file(*skeleton.file_);
    if (!file || !properties.set()) return hdf5_error(complaints);
    for (const Hdf5Group& group : layout.groups)
      if (!write_group(file, group, properties)) return hdf5_error(complaints);
    for (const Hdf5Dataset& dataset : layout.datasets) {
      const Hdf5Handle type = element_type(dataset.content.dtype);
      if (!type)
        return fail(exit_unsupported, "the weight " + dataset.path + " is of type " +
                                          ir::dtype_name(dataset.content.dtype) +
                                          ", which Keras files cannot hold");
      bool ok = false;
      const haddr_t offset = write_dataset(file, dataset, type, properties, ok);
      if (!ok || (offset == HADDR_UNDEF && dataset.content.count() > 0)) return hdf5_error(complaints);
      if (dataset.content.count() > 0)
        skeleton.pieces_.push_back({offset, stored_size(dataset.content), dataset.content});
    }
    if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
      return fail(exit_system, "no HDF5 file could be made in memory: " + complaints.last() +
                                   "; is memory short, or the size of files limited (ulimit -f)?");
  }
  struct stat status {};
  if (::fstat(*skeleton.file_, &status) != 0) return system_error("fstat");
  skeleton.size_ = static_cast<std::uint64_t>(status.st_size);
  std::sort(skeleton.pieces_.begin(), skeleton.pieces_.end(),
            [](const Piece& a, const Piece& b) { return a.offset < b.offset; });
  return skeleton;
}

Result<Done> Hdf5Skeleton::stream_skeleton(archive::Sink& sink, std::uint64_t begin,
                                           std::uint64_t end) const {
  std::vector<std::byte> buffer(std::min(end - begin, chunk));
  while (begin < end) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end - begin, buffer.size()));
    const ssize_t got = ::pread(*file_, buffer.data(), wanted, static_cast<off_t>(begin));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return system_error("pread");
    BYOM_CHECK_OK(sink.write(std::span(buffer).first(static_cast<std::size_t>(got))));
    begin += static_cast<std::uint64_t>(got);
  }
  return done;
}

Result<Done> Hdf5Skeleton::stream(archive::Sink& sink) const {
  std::uint64_t position = 0;
  std::vector<std::byte> buffer;
  for (const Piece& piece : pieces_) {
    BYOM_CHECK_OK(stream_skeleton(sink, position, piece.offset));
    const std::int64_t count = piece.content.count();
    const auto step = static_cast<std::int64_t>(tensor_chunk / ir::element_size(piece.content.dtype));
    for (std::int64_t begin = 0; begin < count; begin += step) {
      stored_elements(piece.content, begin, std::min(begin + step, count), buffer);
      BYOM_CHECK_OK(sink.write(buffer));
    }
    position = piece.offset + piece.bytes;
  }
  return stream_skeleton(sink, position, size_);
}

}  // namespace byom::keras
