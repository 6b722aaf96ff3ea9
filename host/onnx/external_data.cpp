// External data: reading the keys, and opening files only below the model's folder.
#include "host/onnx/external_data.hpp"

#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <string_view>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/support/exit.hpp"
#include "host/support/number.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

struct Place {
  std::string location;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
};

Result<std::uint64_t> whole_number(const std::string& key, const std::string& text) {
  std::uint64_t number = 0;
  if (!read_number(text, number))
    return fail(exit_input, "external data: " + key + " " + byom::quoted(text) + " is no number of bytes");
  return number;
}

Result<Place> place_of(const ::onnx::TensorProto& tensor) {
  Place place;
  std::set<std::string> seen;
  for (const auto& entry : tensor.external_data()) {
    const std::string& key = entry.key();
    if (!seen.insert(key).second)
      return fail(exit_input, "external data: the key " + byom::quoted(key) + " occurs twice");
    if (key == "location") {
      place.location = entry.value();
    } else if (key == "offset") {
      BYOM_TRY(place.offset, whole_number(key, entry.value()));
    } else if (key == "length") {
      BYOM_TRY(place.length, whole_number(key, entry.value()));
    } else if (key != "checksum" && key != "basepath") {
      // A checksum covers a whole file, which need not be read for one tensor; a basepath is of the writing
      // machine.
      return fail(exit_input, "external data: the key " + byom::quoted(key) + " is unknown");
    }
  }
  if (!seen.contains("location")) return fail(exit_input, "external data: the location is missing");
  return place;
}

// Only for a clear message: the kernel refuses what gets past here.
std::string fault_of_location(std::string_view location) {
  if (location.find("_ORT_MEM_ADDR_") != std::string_view::npos)
    return "is an address in the memory of ONNX Runtime; save the model anew";
  if (location.empty()) return "is empty";
  if (location.front() == '/' || (location.size() > 1 && location[1] == ':')) return "is an absolute path";
  if (location.find('\\') != std::string_view::npos) return "holds a backslash; write the path with slashes";
  if (location.find('\0') != std::string_view::npos) return "holds a zero byte";
  for (std::size_t at = 0; at <= location.size();) {
    const std::size_t end = std::min(location.find('/', at), location.size());
    const std::string_view part = location.substr(at, end - at);
    if (part == "..") return "leaves the folder of the model";
    if (part.empty() || (part == "." && (at > 0 || end == location.size()))) return "is not a plain path";
    at = end + 1;
  }
  return {};
}

// For kernels without openat2: the same walk, one component at a time.
int open_by_components(int folder, const std::string& location) {
  int current = ::dup(folder);
  std::size_t at = 0;
  while (current >= 0) {
    const std::size_t slash = location.find('/', at);
    const std::string part = location.substr(at, slash - at);
    const bool last = slash == std::string::npos;
    const int next =
        ::openat(current, part.c_str(),
                 O_NOFOLLOW | O_CLOEXEC | (last ? O_RDONLY | O_NONBLOCK | O_NOCTTY : O_PATH | O_DIRECTORY));
    const int error = errno;
    ::close(current);
    errno = error;
    if (last) return next;
    current = next;
    at = slash + 1;
  }
  return -1;
}

int open_beneath(int folder, const std::string& location) {
  struct open_how how {};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const long descriptor = ::syscall(SYS_openat2, folder, location.c_str(), &how, sizeof how);
  if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(descriptor);
  return open_by_components(folder, location);
}

std::string open_fault(int error) {
  if (error == ELOOP) return "is a symbolic link or lies behind one; put the file itself beside the model";
  if (error == EXDEV) return "leaves the folder of the model";
  if (error == ENOENT) return "does not exist beside the model";
  if (error == ENXIO) return "is no regular file";
  return std::string("cannot be opened: ") + std::strerror(error);
}

}  // namespace

ExternalFiles::~ExternalFiles() {
  if (folder_descriptor_ >= 0) ::close(folder_descriptor_);
}

Result<ExternalFiles::File> ExternalFiles::open(const std::string& location) {
  const std::string name = "external data " + byom::quoted(location) + " ";
  if (const std::string fault = fault_of_location(location); !fault.empty())
    return fail(exit_input, name + fault);
  if (folder_descriptor_ < 0) {
    std::error_code error;
    folder_ = std::filesystem::canonical(model_, error).parent_path();
    if (error) return fail(exit_input, name + "cannot be found: " + error.message());
    folder_descriptor_ = ::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder_descriptor_ < 0) return fail(exit_input, name + "cannot be found: " + std::strerror(errno));
  }
  const int descriptor = open_beneath(folder_descriptor_, location);
  if (descriptor < 0) return fail(exit_input, name + open_fault(errno));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1) {
    ::close(descriptor);
    // A second name may lie anywhere: the file could be one that the model's author must not see.
    return fail(exit_input, name + (S_ISREG(status.st_mode) ? "has more than one name (hard links); copy it"
                                                            : "is no regular file"));
  }
  return MappedFile::adopt(descriptor, (folder_ / location).string(), way_);
}

Result<ExternalFiles::File> ExternalFiles::file(const std::string& location) {
  const auto known = opened_.find(location);
  if (known != opened_.end()) return known->second;
  return opened_.emplace(location, open(location)).first->second;
}

Result<Bytes> ExternalFiles::bytes(const ::onnx::TensorProto& tensor, std::uint64_t expected) {
  BYOM_TRY(const Place place, place_of(tensor));
  if (place.length && *place.length != expected)
    return fail(exit_input, "external data: the length " + std::to_string(*place.length) +
                                " does not fit the shape, which needs " + std::to_string(expected) +
                                " bytes");
  BYOM_TRY(const File opened, file(place.location));
  const std::uint64_t size = opened->bytes().size();
  if (place.offset > size || expected > size - place.offset)
    return fail(exit_input, "external data " + byom::quoted(place.location) + " has " + std::to_string(size) +
                                " bytes, but the tensor needs " + std::to_string(expected) + " from byte " +
                                std::to_string(place.offset) + " on");
  return Bytes{opened->bytes().data() + place.offset, expected, opened};
}

std::vector<ExternalFiles::File> ExternalFiles::files() const {
  std::vector<File> all;
  for (const auto& [location, file] : opened_)
    if (file.ok()) all.push_back(*file);
  return all;
}

}  // namespace byom::onnx
