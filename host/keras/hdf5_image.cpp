// Reads an HDF5 file that lies in memory, without copying it.
#include "host/keras/hdf5_image.hpp"

#include "host/keras/damaged.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

// libhdf5's in-memory driver wants a buffer of its own; these callbacks give it ours, which it only reads.
void* same_buffer(size_t, H5FD_file_image_op_t, void* image) {
  return image;
}
void* no_copy(void* to, const void*, size_t, H5FD_file_image_op_t, void*) {
  return to;
}
void* no_resize(void*, size_t, H5FD_file_image_op_t, void*) {
  return nullptr;
}
herr_t no_free(void*, H5FD_file_image_op_t, void*) {
  return 0;
}
void* same_data(void* image) {
  return image;
}
herr_t keep_data(void*) {
  return 0;
}

bool use_image(hid_t access, std::span<const std::byte> bytes) {
  void* const image = const_cast<std::byte*>(bytes.data());
  H5FD_file_image_callbacks_t callbacks{same_buffer, no_copy,   no_resize, no_free,
                                        same_data,   keep_data, image};
  return H5Pset_fapl_core(access, 1 << 16, false) >= 0 &&
         H5Pset_file_image_callbacks(access, &callbacks) >= 0 &&
         H5Pset_file_image(access, image, bytes.size()) >= 0;
}

std::int32_t integer_dtype(std::size_t size, bool is_signed) {
  switch (size) {
    case 1:
      return is_signed ? BYOM_INT8 : BYOM_UINT8;
    case 2:
      return is_signed ? BYOM_INT16 : BYOM_UINT16;
    case 4:
      return is_signed ? BYOM_INT32 : BYOM_UINT32;
    case 8:
      return is_signed ? BYOM_INT64 : BYOM_UINT64;
    default:
      return 0;
  }
}

std::int32_t dtype_of(hid_t type) {
  const std::size_t size = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return size == 2 ? BYOM_FLOAT16 : size == 4 ? BYOM_FLOAT : size == 8 ? BYOM_DOUBLE : 0;
    case H5T_ENUM:
      return size == 1 ? BYOM_BOOL : 0;
    case H5T_INTEGER:
      return integer_dtype(size, H5Tget_sign(type) == H5T_SGN_2);
    default:
      return 0;
  }
}

// The strings of an attribute, whatever its shape; false: it cannot be read.
bool read_strings(hid_t object, const std::string& name, std::vector<std::string>& out) {
  const Hdf5Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  if (!attribute) return false;
  const Hdf5Handle space(H5Aget_space(attribute), H5Sclose);
  const Hdf5Handle type(H5Aget_type(attribute), H5Tclose);
  const hssize_t count = space ? H5Sget_simple_extent_npoints(space) : -1;
  if (count < 0 || !type || H5Tis_variable_str(type) <= 0) return false;
  if (count == 0) return true;
  std::vector<char*> pointers(static_cast<std::size_t>(count));
  if (H5Aread(attribute, type, pointers.data()) < 0) return false;
  for (const char* text : pointers) out.emplace_back(text ? text : "");
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return true;
}

}  // namespace

Result<Hdf5Image> Hdf5Image::open(Region region) {
  const Hdf5Complaints complaints;
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (!access || !use_image(access, region.bytes)) return damaged(complaints.last());
  // libhdf5 takes files of one name for one file.
  const std::string name = "image-" + std::to_string(reinterpret_cast<std::uintptr_t>(region.bytes.data()));
  Hdf5Image image;
  image.region_ = std::move(region);
  image.file_ = Hdf5Handle(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!image.file_) return damaged(complaints.last());
  return image;
}

Result<ir::Tensor> Hdf5Image::dataset(const std::string& path) const {
  const Hdf5Complaints complaints;
  const Hdf5Handle object(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), H5Dclose);
  if (!object) return damaged("dataset " + path + " is missing");
  const Hdf5Handle type(H5Dget_type(object), H5Tclose);
  const Hdf5Handle space(H5Dget_space(object), H5Sclose);
  const int rank = space ? H5Sget_simple_extent_ndims(space) : -1;
  if (!type || rank < 0) return damaged("dataset " + path + " cannot be read");
  std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  ir::Tensor tensor;
  tensor.dtype = dtype_of(type);
  tensor.shape.assign(extents.begin(), extents.end());
  if (tensor.dtype == 0) return damaged("dataset " + path + " is of a type that nobody wrote");
  if (tensor.count() == 0) return ir::make_tensor(tensor.dtype, tensor.shape);
  const haddr_t offset = H5Dget_offset(object);
  if (offset == HADDR_UNDEF || offset > region_.bytes.size() ||
      tensor.bytes() > region_.bytes.size() - offset)
    return damaged("dataset " + path + " has no place in the file");
  tensor.data = region_.bytes.data() + offset;
  tensor.owner = region_.owner;
  return ir::contiguous(tensor);
}

Result<std::string> Hdf5Image::text(const std::string& group, const std::string& name) const {
  const Hdf5Complaints complaints;
  const Hdf5Handle object(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), H5Gclose);
  std::vector<std::string> texts;
  if (!object || !read_strings(object, name, texts) || texts.size() != 1)
    return damaged("attribute " + name + " of " + group + " is missing");
  return texts.front();
}

Result<std::vector<std::string>> Hdf5Image::list(const std::string& group, const std::string& name) const {
  const Hdf5Complaints complaints;
  const Hdf5Handle object(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), H5Gclose);
  std::vector<std::string> texts;
  if (object && read_strings(object, name, texts)) return texts;
  int parts = 0;
  while (object && read_strings(object, name + std::to_string(parts), texts)) ++parts;
  if (parts == 0) return damaged("attribute " + name + " of " + group + " is missing");
  return texts;
}

std::uint64_t Hdf5Image::members(const std::string& group) const {
  const Hdf5Complaints complaints;
  const Hdf5Handle object(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), H5Gclose);
  H5G_info_t info{};
  if (!object || H5Gget_info(object, &info) < 0) return 0;
  return info.nlinks;
}

}  // namespace byom::keras
