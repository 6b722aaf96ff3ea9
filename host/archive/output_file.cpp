// Output files that appear whole or not at all.
#include "host/archive/output_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/archive/temporaries.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

const char* hint(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "; free some space or choose another folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "; choose a folder that you may write to";
    case ENOENT:
      return "; create the folder first";
    case EISDIR:
    case ENOTDIR:
      return "; choose another name";
    case EFBIG:
      return "; raise the limit on file sizes (ulimit -f)";
    case EMFILE:
    case ENFILE:
      return "; raise the limit on open files (ulimit -n)";
    default:
      return "; check the disk or choose another folder";
  }
}

// Some file systems open a file without a name but refuse to link it, which would show only at the end.
bool can_link_unnamed(int folder, int descriptor, const char* name) {
  const std::string self = "/proc/self/fd/" + std::to_string(descriptor);
  if (::linkat(AT_FDCWD, self.c_str(), folder, name, AT_SYMLINK_FOLLOW) != 0) return false;
  ::unlinkat(folder, name, 0);
  return true;
}

}  // namespace

Error OutputFile::failed(const char* what, int error) const {
  return fail(exit_system,
              std::string("cannot ") + what + " " + path_ + ": " + std::strerror(error) + hint(error));
}

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::string& path, Access access,
                                                       Temporary temporary) {
  std::unique_ptr<OutputFile> file(new OutputFile(path));
  BYOM_CHECK_OK(file->open_folder());
  BYOM_CHECK_OK(file->check_target());
  const unsigned mode = access == Access::owner_only ? 0600 : 0644;
  if (temporary == Temporary::unnamed) BYOM_CHECK_OK(file->open_unnamed(mode));
  if (file->descriptor_ < 0) BYOM_CHECK_OK(file->open_named(mode));
  return file;
}

OutputFile::~OutputFile() {
  if (synced_.valid()) synced_.wait();
  drop_temporary();
  if (descriptor_ >= 0) ::close(descriptor_);
  if (folder_ >= 0) ::close(folder_);
}

Result<Done> OutputFile::open_folder() {
  const std::size_t slash = path_.rfind('/');
  final_name_ = slash == std::string::npos ? path_ : path_.substr(slash + 1);
  const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
  if (final_name_.empty() || final_name_ == "." || final_name_ == "..") return failed("write", EISDIR);
  folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) return failed("write", errno);
  return done;
}

Result<Done> OutputFile::check_target() const {
  struct stat status {};
  if (::fstatat(folder_, final_name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT ? Result<Done>(done) : Result<Done>(failed("write", errno));
  if (S_ISDIR(status.st_mode)) return failed("write", EISDIR);
  if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
    return fail(exit_system,
                "cannot write " + path_ + ": a device, pipe or socket has that name; choose another name");
  return done;
}

// Leaves descriptor_ closed, without an error, where the file system has no such files.
Result<Done> OutputFile::open_unnamed(unsigned mode) {
  const int flags = O_TMPFILE | O_RDWR | O_CLOEXEC;
  const int probe = ::openat(folder_, ".", flags, mode);
  if (probe < 0) return done;
  BYOM_CHECK_OK(new_temporary_name());
  const bool linked = can_link_unnamed(folder_, probe, temporary_name_.c_str());
  drop_temporary();
  ::close(probe);
  if (linked) descriptor_ = ::openat(folder_, ".", flags, mode);
  return done;
}

Result<Done> OutputFile::open_named(unsigned mode) {
  BYOM_CHECK_OK(new_temporary_name());
  descriptor_ = ::openat(folder_, temporary_name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor_ < 0) {
    const int error = errno;
    drop_temporary();
    return failed("write", error);
  }
  return done;
}

// The name does not contain the final one: that may be as long as the file system allows.
Result<Done> OutputFile::new_temporary_name() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) return failed("write", errno);
  std::array<char, 48> name{};
  std::snprintf(name.data(), name.size(), ".tao_byom-%016llx.tmp", static_cast<unsigned long long>(number));
  BYOM_TRY(handle_, remember_temporary(folder_, name.data()));
  temporary_name_ = name.data();
  return done;
}

void OutputFile::drop_temporary() {
  if (temporary_name_.empty()) return;
  ::unlinkat(folder_, temporary_name_.c_str(), 0);
  forget_temporary(handle_);
  temporary_name_.clear();
}

Result<Done> OutputFile::write_at(std::uint64_t offset, Bytes bytes) {
  if (prepared_ || synced_.valid()) return fail(exit_bug, path_ + " was written to after it was complete");
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return failed("write", put < 0 ? errno : EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return done;
}

void OutputFile::begin_sync() {
  // Where no thread can be had, get() does it.
  synced_ = std::async([file = descriptor_] { return ::fsync(file) == 0 ? 0 : errno; });
}

Result<Done> OutputFile::prepare() {
  if (prepared_) return done;
  if (!synced_.valid()) begin_sync();
  // Not tried again: after a failed fsync the kernel may have dropped the pages, and a second one would
  // succeed.
  if (const int error = synced_.get()) return failed("write", error);
  if (temporary_name_.empty()) {
    BYOM_CHECK_OK(new_temporary_name());
    const std::string self = "/proc/self/fd/" + std::to_string(descriptor_);
    if (::linkat(AT_FDCWD, self.c_str(), folder_, temporary_name_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      const int error = errno;
      drop_temporary();
      return failed("write", error);
    }
  }
  prepared_ = true;
  return done;
}

Result<Done> OutputFile::publish() {
  OutputFile* const self = this;
  return publish_in_order(std::span(&self, 1));
}

// An old file changes places with the new one, so that undo_rename() can bring it back.
Result<Done> OutputFile::rename_to_final() {
  const char* from = temporary_name_.c_str();
  const char* to = final_name_.c_str();
  BYOM_CHECK_OK(check_target());
  if (::renameat2(folder_, from, folder_, to, RENAME_NOREPLACE) == 0) {
    step_ = Step::created;
  } else if (errno == EEXIST && ::renameat2(folder_, from, folder_, to, RENAME_EXCHANGE) == 0) {
    step_ = Step::exchanged;
  } else if ((errno == EINVAL || errno == ENOSYS) && ::renameat(folder_, from, folder_, to) == 0) {
    step_ = Step::replaced;
  } else {
    return failed("write", errno);
  }
  return done;
}

void OutputFile::undo_rename() {
  const char* from = temporary_name_.c_str();
  const char* to = final_name_.c_str();
  if (step_ == Step::created) ::renameat(folder_, to, folder_, from);
  if (step_ == Step::exchanged) ::renameat2(folder_, to, folder_, from, RENAME_EXCHANGE);
  step_ = Step::waiting;
}

Result<Done> OutputFile::sync_folder() const {
  if (::fsync(folder_) != 0) return failed("write", errno);
  return done;
}

Result<Done> publish_in_order(std::span<OutputFile* const> files) {
  for (OutputFile* file : files) BYOM_CHECK_OK(file->prepare());
  const Publishing publishing;
  if (!publishing.allowed()) return fail(exit_system, "interrupted by a signal; no file was published");
  const auto rename_all = [&]() -> Result<Done> {
    for (OutputFile* file : files) {
      if (file == files.back())
        for (OutputFile* earlier : files.first(files.size() - 1)) BYOM_CHECK_OK(earlier->sync_folder());
      BYOM_CHECK_OK(file->rename_to_final());
    }
    return files.empty() ? Result<Done>(done) : files.back()->sync_folder();
  };
  Result<Done> renamed = rename_all();
  if (!renamed)
    for (OutputFile* file : files) file->undo_rename();
  else
    for (OutputFile* file : files) file->drop_temporary();  // where two were exchanged, the old file
  return renamed;
}

Result<Done> FileSink::write(Bytes bytes) {
  constexpr std::size_t capacity = std::size_t{256} * 1024;
  if (buffer_.size() + bytes.size() < capacity) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    return done;
  }
  BYOM_CHECK_OK(flush());
  BYOM_CHECK_OK(file_.write_at(flushed_, bytes));
  flushed_ += bytes.size();
  return done;
}

Result<Done> FileSink::flush() {
  BYOM_CHECK_OK(file_.write_at(flushed_, buffer_));
  flushed_ += buffer_.size();
  buffer_.clear();
  return done;
}

Result<Done> FileSink::patch(std::uint64_t at, Bytes bytes) {
  if (at > position() || bytes.size() > position() - at)
    return fail(exit_bug, "a range was patched before it was written");
  BYOM_CHECK_OK(flush());
  return file_.write_at(at, bytes);
}

}  // namespace byom::archive
