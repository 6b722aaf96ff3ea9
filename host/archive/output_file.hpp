// Output files that appear whole or not at all: written under no name or a temporary one, then renamed.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/archive/sink.hpp"

namespace byom::archive {

enum class Access { by_umask, owner_only };
// `named` is what file systems get that cannot hold a file without a name; `unnamed` falls back to it by
// itself.
enum class Temporary { unnamed, named };

// The life of one: create, write_at..., prepare, publish. Destroyed before publish, it leaves nothing behind.
// All failures are exit_system with the path, the system's words and a way out.
class OutputFile {
 public:
  // The folder of `path` must exist. Final mode: 0644 less the umask, or 0600 for owner_only.
  static Result<std::unique_ptr<OutputFile>> create(const std::string& path, Access access = Access::by_umask,
                                                    Temporary temporary = Temporary::unnamed);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  Result<Done> write_at(std::uint64_t offset, Bytes bytes);
  // The content is whole, no write afterwards: a thread begins to bring it to the disk.
  void begin_sync();
  // Brings the content to the disk, if that was not begun, and gives it a temporary name in the final folder.
  // No write afterwards.
  Result<Done> prepare();
  // Prepares if that was not done, and replaces what is at the final path (a symbolic link itself, not its
  // target).
  Result<Done> publish();

  [[nodiscard]] const std::string& path() const { return path_; }
  // Open for reading and writing; stays this object's own.
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  friend Result<Done> publish_in_order(std::span<OutputFile* const> files);
  enum class Step { waiting, created, exchanged, replaced };

  explicit OutputFile(std::string path) : path_(std::move(path)) {}
  Result<Done> open_folder();
  Result<Done> open_unnamed(unsigned mode);
  Result<Done> open_named(unsigned mode);
  Result<Done> new_temporary_name();
  Result<Done> check_target() const;
  Result<Done> rename_to_final();
  void undo_rename();
  Result<Done> sync_folder() const;
  void drop_temporary();
  [[nodiscard]] Error failed(const char* what, int error) const;

  std::string path_;
  std::string final_name_;
  std::string temporary_name_;  // empty: the file has no name
  int folder_ = -1;
  int descriptor_ = -1;
  int handle_ = -1;          // in the list of temporaries
  std::future<int> synced_;  // gives the error of fsync, or 0
  bool prepared_ = false;
  Step step_ = Step::waiting;
};

// Publishes all or, on an error, none: earlier renames are undone. The last file, which says that the set is
// whole, is renamed when the others are safely on disk.
Result<Done> publish_in_order(std::span<OutputFile* const> files);

// A plain output file as a sink, with a buffer for small writes. `file` must outlive it.
class FileSink final : public Sink {
 public:
  explicit FileSink(OutputFile& file) : file_(file) {}

  Result<Done> write(Bytes bytes) override;
  [[nodiscard]] std::uint64_t position() const override { return flushed_ + buffer_.size(); }
  Result<Done> pin(std::uint64_t, std::uint64_t) override { return done; }
  Result<Done> patch(std::uint64_t at, Bytes bytes) override;
  Result<Done> finish() override { return flush(); }

 private:
  Result<Done> flush();

  OutputFile& file_;
  std::uint64_t flushed_ = 0;
  std::vector<std::byte> buffer_;
};

}  // namespace byom::archive
