#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ingest/recording/encoded_picture.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// The encoded pictures of a segment, in the order in which they were written, up to where the file is whole.
class SegmentReader {
 public:
  explicit SegmentReader(std::filesystem::path file);
  ~SegmentReader();
  SegmentReader(const SegmentReader&) = delete;
  SegmentReader& operator=(const SegmentReader&) = delete;

  /// nothing: the end, or what cannot be read.
  [[nodiscard]] std::optional<EncodedPicture> next();

  /// What GStreamer found wrong with the file; empty: nothing.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  [[nodiscard]] bool is_over();

  std::filesystem::path path_;
  std::shared_ptr<GstElement> pipeline_;
  std::shared_ptr<GstElement> output_;
  std::string fault_;
};

}  // namespace nightjar
