#pragma once

#include <atomic>
#include <chrono>
#include <mutex>

#include "ingest/frame_source.hpp"
#include "ingest/picture_folder.hpp"

namespace nightjar {

/// A folder of numbered pictures as a recording. 8 and 16 bits stay what they are; of coloured ones luma is
/// worked out and the colour kept for evidence. Pictures may differ in size and depth. One that cannot be
/// read is complained of, counted and left out.
class PictureSource : public FrameSource {
 public:
  /// Throws FeedError where the folder cannot be a recording; see read_picture_folder.
  explicit PictureSource(FrameSourceOptions options);

  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override;
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  bool wait_for(CaptureTime captured_at, const std::stop_token& stop);
  [[nodiscard]] bool is_overtaken() const;
  void complain(const std::string& line) const;
  std::optional<Frame> read(const FolderPicture& picture);

  FrameSourceOptions options_;
  PictureFolder folder_;
  std::size_t position_ = 0;
  bool told_ = false;
  std::chrono::steady_clock::time_point started_at_;  // when the first picture was due

  mutable std::mutex lock_;  // over counts_
  FrameCounts counts_;
};

}  // namespace nightjar
