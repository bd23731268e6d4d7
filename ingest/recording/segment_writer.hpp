#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "ingest/recording/encoded_picture.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// Writes encoded pictures into a Matroska file, without touching them. Matroska, because it holds every
/// codec that a feed may have (16-bit FFV1 and MJPEG, too), times to 0.1 ms here, and can be read up to where
/// it was cut off. What was written is with the kernel within milliseconds, on the disk after sync().
class SegmentWriter {
 public:
  /// Makes the file. `first` tells the format. Throws std::runtime_error.
  SegmentWriter(std::filesystem::path file, const EncodedPicture& first);
  ~SegmentWriter();  ///< closes, with the index for players that jump; gives a slow disk five seconds
  SegmentWriter(const SegmentWriter&) = delete;
  SegmentWriter& operator=(const SegmentWriter&) = delete;

  /// Waits where the disk is slow. Throws std::runtime_error where it is full or refuses.
  void write(const EncodedPicture& picture);
  void sync();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void throw_fault();

  std::filesystem::path path_;
  std::shared_ptr<GstElement> pipeline_;
  std::shared_ptr<GstElement> input_;
  std::uint64_t bytes_ = 0;  // of pictures
  int file_ = -1;            // the same file once more, to sync it
  bool broken_ = false;
};

}  // namespace nightjar
