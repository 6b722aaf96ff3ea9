// A regular file as a source of bytes.
#include "host/archive/file_source.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

Error cannot_read(const std::string& path, int error) {
  return fail(exit_input, "cannot read " + path + ": " + std::strerror(error));
}

}  // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  // Without O_NONBLOCK a named pipe in the place of the file would hang the program.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return cannot_read(path, errno);
  return adopt(descriptor, path);
}

Result<std::unique_ptr<FileSource>> FileSource::duplicate(int descriptor, const std::string& path) {
  const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return cannot_read(path, errno);
  return adopt(copy, path);
}

Result<std::unique_ptr<FileSource>> FileSource::adopt(int descriptor, const std::string& path) {
  std::unique_ptr<FileSource> source(new FileSource(descriptor, path));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return cannot_read(path, errno);
  if (!S_ISREG(status.st_mode)) return fail(exit_input, "cannot read " + path + ": it is not a regular file");
  source->size_ = static_cast<std::uint64_t>(status.st_size);
  return source;
}

FileSource::~FileSource() {
  ::close(descriptor_);
}

Result<Done> FileSource::read(std::uint64_t offset, std::span<std::byte> out) {
  if (offset > size_ || out.size() > size_ - offset) return fail(exit_input, path_ + ": it ends too early");
  while (!out.empty()) {
    const ssize_t got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path_, errno);
    if (got == 0) return fail(exit_input, path_ + ": it became shorter while it was read");
    out = out.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return done;
}

}  // namespace byom::archive
