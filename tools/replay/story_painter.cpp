#include "tools/replay/story_painter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>

#include "alerts/heat_alerts.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/replay/replay_record.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {
namespace {

constexpr double kWorthNaming = 0.1;  // of a tentative contact: words on every stone hide the picture
const cv::Scalar kSure(80, 220, 80), kUnsure(0, 200, 255), kUnread(160, 160, 160);

void write_words(cv::Mat& picture, const std::string& words, const cv::Rect& box, const cv::Scalar& colour) {
  const double size = std::clamp(picture.cols / 1600.0, 0.4, 1.2);
  const int stroke_px = std::max(1, static_cast<int>(std::lround(size * 1.5)));
  int baseline = 0;
  const cv::Size text = cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, size, stroke_px, &baseline);
  cv::Point at(std::clamp(box.x, 0, std::max(0, picture.cols - text.width)), box.y - baseline - 2);
  if (at.y < text.height) at.y = std::min(picture.rows - 2, box.br().y + text.height + baseline);
  cv::rectangle(picture,
                cv::Rect(at.x - 2, at.y - text.height - 2, text.width + 4, text.height + baseline + 4),
                cv::Scalar(0, 0, 0), cv::FILLED);
  cv::putText(picture, words, at, cv::FONT_HERSHEY_SIMPLEX, size, colour, stroke_px, cv::LINE_AA);
}

void paint_plate(cv::Mat& picture, const SeenPlate& plate, const std::string& name) {
  const bool read = plate.text && !plate.text->mark.empty();
  const cv::Scalar colour = !read ? kUnread : plate.text->confidence >= 0.9 ? kSure : kUnsure;
  std::vector<cv::Point> corners;
  for (const cv::Point2f& corner : plate.box.corners) corners.emplace_back(corner);
  cv::polylines(picture, corners, true, colour, std::max(1, picture.cols / 960), cv::LINE_AA);
  const std::string words =
      read ? fmt::format("{} {:.2f}", plate.text->mark, plate.text->confidence) : fmt::format("{}", name);
  write_words(picture, words, plate.box.upright, colour);
}

void paint_contact(cv::Mat& picture, const HeatTrack& track, const std::string& name) {
  const bool confirmed = track.outcome == HeatOutcome::confirmed;
  const cv::Scalar colour = confirmed ? kSure : kUnsure;
  const cv::Rect& box = track.newest.spot.box;
  const cv::Rect around(box.x - 3, box.y - 3, box.width + 6, box.height + 6);
  cv::rectangle(picture, around, colour, confirmed ? 2 : 1);
  if (!confirmed && track.probability < kWorthNaming) return;
  write_words(picture, fmt::format("{} {} {:.2f}", name, class_word(track.heat_class), track.probability),
              around, colour);
}

bool seen_in(const HeatTrack& track, const Frame& frame) {
  return track.newest.captured_at == frame.captured_at;
}

cv::Mat of_even_size(const cv::Mat& picture) {
  return picture(cv::Rect(0, 0, picture.cols & ~1, picture.rows & ~1)).clone();
}

}  // namespace

cv::Mat painted(const Frame& frame, std::size_t opening, const PipelineStory& story) {
  cv::Mat picture = bgr_of(frame).clone();
  for (const HeatSpot& spot : story.spots) cv::rectangle(picture, spot.box, kUnread, 1);
  for (std::size_t i = 0; i < story.plates.size(); ++i)
    paint_plate(picture, story.plates[i], pass_name(story.placings[i].pass, opening));
  for (const HeatTrack& track : story.contacts)
    if (track.newest.captured_at == story.searched_at)
      paint_contact(picture, track, track_name(track.id, opening));
  const std::string words = fmt::format("{} {}", frame.feed, frame.sequence);
  write_words(picture, words, cv::Rect(4, picture.rows, 1, 1), cv::Scalar(255, 255, 255));
  return picture;
}

/// Waits for the second frame, which tells the rate.
struct StoryPainter::Video {
  std::optional<std::pair<CaptureTime, cv::Mat>> first;
  std::optional<VideoWriter> writer;
};

StoryPainter::StoryPainter(std::filesystem::path out, std::optional<StoryWish> wish)
    : out_(std::move(out)), wish_(std::move(wish)) {
  if (is_video(out_)) {
    video_ = std::make_unique<Video>();
    return;
  }
  std::error_code error;
  std::filesystem::create_directories(out_, error);
  if (error) throw std::runtime_error(out_.string() + ": " + error.message());
}

StoryPainter::~StoryPainter() = default;

bool StoryPainter::concerns(const Frame& frame, std::size_t opening, const PipelineStory& story) {
  bool shown = false;
  for (std::size_t i = 0; i < story.plates.size(); ++i) {
    const std::string pass = frame.feed + " " + pass_name(story.placings[i].pass, opening);
    const SeenPlate& plate = story.plates[i];
    if (plate.text && !wish_->mark.empty() &&
        std::any_of(plate.text->candidates.begin(), plate.text->candidates.end(),
                    [&](const MarkCandidate& mark) { return folded_mark(mark.mark) == wish_->mark; }))
      wished_passes_.insert(pass);
    shown = shown || wished_passes_.count(pass) > 0;
  }
  return shown || std::any_of(story.contacts.begin(), story.contacts.end(), [&](const HeatTrack& track) {
           return seen_in(track, frame) && track_name(track.id, opening) == wish_->track &&
                  (wish_->feed.empty() || wish_->feed == frame.feed);
         });
}

void StoryPainter::take(const Frame& frame, std::size_t opening, const PipelineStory& story) {
  {
    const std::lock_guard held(lock_);
    if (wish_ && !concerns(frame, opening, story)) return;
  }
  const cv::Mat picture = painted(frame, opening, story);
  const std::lock_guard held(lock_);
  ++written_;
  if (video_) {
    write_video(frame, of_even_size(picture));
    return;
  }
  const std::string name = opening == 0
                               ? fmt::format("{}-{:08}.jpg", frame.feed, frame.sequence)
                               : fmt::format("{}-{}.{:08}.jpg", frame.feed, opening + 1, frame.sequence);
  if (!cv::imwrite((out_ / name).string(), picture))
    throw std::runtime_error((out_ / name).string() + ": cannot be written");
}

void StoryPainter::write_video(const Frame& frame, const cv::Mat& picture) {
  if (!video_->first) {
    video_->first.emplace(frame.captured_at, picture);
    return;
  }
  if (!video_->writer) {
    const std::chrono::duration<double> apart = frame.captured_at - video_->first->first;
    VideoWriterOptions options;
    options.fps = apart.count() > 0 ? std::clamp(std::round(1 / apart.count()), 1.0, 60.0) : 25;
    video_->writer.emplace(out_, options);
    video_->writer->write(video_->first->second);
  }
  cv::Mat fitting = picture;
  if (picture.size() != video_->first->second.size())
    cv::resize(picture, fitting, video_->first->second.size());
  video_->writer->write(fitting);
}

void StoryPainter::finish() {
  if (!video_ || !video_->first) return;
  if (!video_->writer) {
    video_->writer.emplace(out_, VideoWriterOptions{});
    video_->writer->write(video_->first->second);
  }
  video_->writer->finish();
}

std::size_t StoryPainter::written() const {
  const std::lock_guard held(lock_);
  return written_;
}

}  // namespace nightjar
