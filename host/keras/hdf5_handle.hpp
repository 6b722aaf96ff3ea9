// What both sides of libhdf5 here need: handles that close themselves, and its complaints as text.
#pragma once

#include <string>
#include <utility>

#include <hdf5.h>

namespace byom::keras {

class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Hdf5Handle() = default;
  Hdf5Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

// While one of these exists, libhdf5 prints nothing and its last complaint is kept.
class Hdf5Complaints {
 public:
  Hdf5Complaints() {
    // A file that could not be flushed is left to libhdf5, which crashes over it when the program ends.
    static const herr_t nothing_at_the_end = H5dont_atexit();
    static_cast<void>(nothing_at_the_end);
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, keep, this);
  }
  Hdf5Complaints(const Hdf5Complaints&) = delete;
  Hdf5Complaints& operator=(const Hdf5Complaints&) = delete;
  ~Hdf5Complaints() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

  // What went wrong at the bottom of it.
  [[nodiscard]] const std::string& last() const { return text_; }

 private:
  static herr_t keep(hid_t stack, void* self) {
    return H5Ewalk2(
        stack, H5E_WALK_UPWARD,
        [](unsigned depth, const H5E_error2_t* error, void* complaints) -> herr_t {
          if (depth == 0 && error->desc) static_cast<Hdf5Complaints*>(complaints)->text_ = error->desc;
          return 0;
        },
        self);
  }

  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
  std::string text_;
};

}  // namespace byom::keras
