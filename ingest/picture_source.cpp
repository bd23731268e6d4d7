#include "ingest/picture_source.hpp"

#include <spdlog/spdlog.h>

#include <condition_variable>

#include "ingest/still_picture.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;

}  // namespace

PictureSource::PictureSource(FrameSourceOptions options)
    : options_(std::move(options)), folder_(read_picture_folder(options_)), started_at_(Steady::now()) {}

void PictureSource::complain(const std::string& line) const {
  if (options_.complained) {
    options_.complained(line);
  } else {
    spdlog::warn("feed {}: {}", options_.feed, line);
  }
}

FrameCounts PictureSource::counts() const {
  const std::scoped_lock held(lock_);
  return counts_;
}

std::optional<double> PictureSource::progress() const {
  return static_cast<double>(counts().decoded) / static_cast<double>(folder_.pictures.size());
}

bool PictureSource::wait_for(CaptureTime captured_at, const std::stop_token& stop) {
  if (stop.stop_requested()) return false;
  if (options_.pacing == Pacing::lossless) return true;
  std::mutex lock;
  std::condition_variable_any stopped;
  std::unique_lock held(lock);
  const Steady::time_point due = started_at_ + (captured_at - folder_.pictures.front().captured_at);
  stopped.wait_until(held, stop, due, [] { return false; });
  return !stop.stop_requested();
}

/// As with a camera, at most a pair of pictures waits for one who is slow.
bool PictureSource::is_overtaken() const {
  if (options_.pacing == Pacing::lossless || position_ + 2 >= folder_.pictures.size()) return false;
  const auto since_first = folder_.pictures[position_ + 2].captured_at - folder_.pictures.front().captured_at;
  return Steady::now() >= started_at_ + since_first;
}

std::optional<Frame> PictureSource::next(std::stop_token stop) {
  if (!told_) {
    told_ = true;
    for (const std::string& complaint : folder_.complaints) complain(complaint);
  }
  while (position_ < folder_.pictures.size()) {
    const FolderPicture& picture = folder_.pictures[position_];
    if (!wait_for(picture.captured_at, stop)) return std::nullopt;
    if (is_overtaken()) {
      ++position_;
      const std::scoped_lock held(lock_);
      ++counts_.decoded;
      ++counts_.dropped;
      continue;
    }
    ++position_;
    if (auto frame = read(picture)) return frame;
  }
  throw FeedError(FeedError::Cause::ended, options_.path.string() + ": the last picture was shown");
}

std::optional<Frame> PictureSource::read(const FolderPicture& picture) {
  std::optional<Frame> frame;
  std::string complaint;
  try {
    frame = read_still_picture(picture.file);
  } catch (const std::runtime_error& error) {
    complaint = error.what();
  }
  {
    const std::scoped_lock held(lock_);
    const std::uint64_t sequence = counts_.decoded++;
    if (frame) {
      ++counts_.delivered;
      frame->sequence = sequence;
    } else {
      ++counts_.broken;
    }
  }
  if (!frame) {
    complain(complaint);
    return std::nullopt;
  }
  frame->feed = options_.feed;
  frame->captured_at = picture.captured_at;
  frame->clock = {ClockSource::recording, std::nullopt, false};
  frame->picture = picture.file.filename().string();
  return frame;
}

}  // namespace nightjar
