#include "ingest/recording/recording_writer.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <system_error>
#include <utility>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

/// The folder itself, or the nearest one above it that is there.
fs::path nearest_existing(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

}  // namespace

RecordingWriter::RecordingWriter(RecordingOptions options, std::string feed, CaptureTime opened_at)
    : options_(std::move(options)), feed_(std::move(feed)), opened_at_(opened_at) {}

RecordingWriter::~RecordingWriter() {
  segment_.reset();
  if (!folder_) return;
  try {
    const auto now =
        std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    add_line(number_, closing_line(now));
    sync();
    sync_folder(folder_->path());
  } catch (const std::exception& error) {
    spdlog::error("feed {}: recording not closed: {}", feed_, error.what());
  }
}

void RecordingWriter::take(const RecordingItem& item, Steady::time_point now) {
  try {
    std::visit(
        [this](const auto& taken) {
          using Taken = std::decay_t<decltype(taken)>;
          if constexpr (std::is_same_v<Taken, RecordedGap>) {
            gap_ = taken;
          } else {
            keep(taken);
          }
        },
        item);
  } catch (const std::exception& error) {
    stop(error.what(), now);
  }
}

bool RecordingWriter::wants_new_segment(const EncodedPicture& picture) const {
  constexpr std::uint64_t kPartOfQuota = 8;
  if (!segment_) return true;
  return picture.pts - segment_first_.pts >= options_.segment || !same_format(picture, segment_first_) ||
         segment_->bytes() > options_.quota_bytes / kPartOfQuota;
}

void RecordingWriter::keep(const EncodedPicture& picture) {
  constexpr std::size_t kMostUnknown = 4096;
  if (stopped_) return;
  if (wants_new_segment(picture)) {
    if (picture.key) begin_segment(picture);
    if (!segment_ || !same_format(picture, segment_first_)) return;
  }
  keep_gap_before(picture);
  constexpr std::uint64_t kOfTheContainer_bytes = 32;
  segment_->write(picture);
  untold_bytes_ += picture.bytes + kOfTheContainer_bytes;
  segment_of_[picture.pts.count()] = number_;
  if (segment_of_.size() > kMostUnknown) segment_of_.erase(segment_of_.begin());
}

/// A hole of which the decoder was told, or one that only the first picture behind it knows of: a stream's
/// very first picture has none before it.
void RecordingWriter::keep_gap_before(const EncodedPicture& picture) {
  const auto last_pts = std::exchange(last_pts_, picture.pts);
  if (!gap_ && picture.after_hole && last_pts)
    gap_ = {.before_pts = {}, .at = *last_pts, .length = picture.pts - *last_pts, .told = false};
  if (!gap_) return;
  gap_->before_pts = picture.pts;
  add_line(number_, line_of(*std::exchange(gap_, std::nullopt)));
}

void RecordingWriter::keep(RecordedFrame frame) {
  constexpr std::size_t kMostEarly = 1000;
  const auto known = frame.pts ? segment_of_.find(frame.pts->count()) : segment_of_.end();
  frame.kept = known != segment_of_.end();
  const int segment = frame.kept ? known->second : number_;
  if (frame.kept) segment_of_.erase(known);
  if (!folder_ && early_frames_.size() < kMostEarly) early_frames_.push_back(frame);
  if (!folder_ || (stopped_ && !frame.kept)) return;
  add_line(segment, line_of(frame));
}

void RecordingWriter::keep(const RawTelemetry& telemetry) {
  if (!folder_ || stopped_) return;
  SideFiles& files = side_files(number_);
  if (!files.telemetry)
    files.telemetry = std::make_unique<SideFile>(telemetry_file(folder_->path(), number_));
  files.telemetry->append(telemetry.line + "\n");
  untold_bytes_ += telemetry.line.size() + 1;
}

void RecordingWriter::begin_segment(const EncodedPicture& first) {
  segment_.reset();
  if (!folder_) {
    if (const auto lack = lack_of_room()) throw std::runtime_error(*lack);
    folder_ = std::make_unique<OpeningFolder>(options_.folder, feed_, opened_at_);
    quota_ = std::make_unique<RecordingQuota>(feed_folder(options_.folder, feed_), options_.quota_bytes);
    spdlog::info("feed {}: recording to {}", feed_, folder_->path().string());
  }
  ++number_;
  segment_first_ = first;
  // A segment without its side file would not play: that one is first.
  static_cast<void>(side_files(number_));
  while (side_files_.size() > 2) {
    side_files_.begin()->second.frames->sync();
    side_files_.erase(side_files_.begin());
  }
  segment_ = std::make_unique<SegmentWriter>(segment_file(folder_->path(), number_), first);
  sync_folder(folder_->path());
  quota_->add(std::exchange(untold_bytes_, 0));
  for (RecordedFrame& frame : std::exchange(early_frames_, {})) add_line(number_, line_of(frame));
}

RecordingWriter::SideFiles& RecordingWriter::side_files(int segment) {
  SideFiles& files = side_files_[segment];
  if (!files.frames) files.frames = std::make_unique<SideFile>(frames_file(folder_->path(), segment));
  return files;
}

void RecordingWriter::add_line(int segment, const std::string& line) {
  side_files(segment).frames->append(line);
  untold_bytes_ += line.size();
}

std::optional<std::string> RecordingWriter::lack_of_room() const {
  const fs::path folder = nearest_existing(options_.folder);
  std::error_code error;
  const std::uintmax_t free =
      options_.free_bytes ? options_.free_bytes(folder) : fs::space(folder, error).available;
  if (error) return folder.string() + ": " + error.message();
  // Once stopped, a tenth more is wanted, so as not to stop and begin in turns.
  const std::uint64_t wanted = options_.reserve_bytes + (stopped_ ? options_.reserve_bytes / 10 : 0);
  if (free >= wanted) return std::nullopt;
  return fmt::format("{}: {:.2f} GB are free on its disk, and {:.2f} GB are to be left",
                     options_.folder.string(), 1e-9 * static_cast<double>(free),
                     1e-9 * static_cast<double>(options_.reserve_bytes));
}

void RecordingWriter::sync() {
  if (segment_) segment_->sync();
  for (auto& [number, files] : side_files_) {
    files.frames->sync();
    if (files.telemetry) files.telemetry->sync();
  }
}

void RecordingWriter::look_after(Steady::time_point now) {
  if (now < sync_at_) return;
  sync_at_ = now + options_.sync_every;
  try {
    if (stopped_) {
      if (now < try_again_at_ || lack_of_room()) return;
      stopped_ = false;
      spdlog::info("feed {}: recording again", feed_);
      return;
    }
    sync();
    if (!segment_) return;
    quota_->add(std::exchange(untold_bytes_, 0));
    if (const auto lack = lack_of_room()) stop(*lack, now);
  } catch (const std::exception& error) {
    stop(error.what(), now);
  }
}

void RecordingWriter::stop(const std::string& why, Steady::time_point now) {
  segment_.reset();
  try_again_at_ = now + options_.try_again;
  if (std::exchange(stopped_, true)) return;
  complaint_ = "recording stopped: " + why;
}

std::optional<std::string> RecordingWriter::take_complaint() {
  return std::exchange(complaint_, std::nullopt);
}

}  // namespace nightjar
