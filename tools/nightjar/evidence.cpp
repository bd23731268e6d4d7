#include "tools/nightjar/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "alerts/publisher.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {
namespace {

/// The rectangle on even pixels, so that it cuts the colour planes at half size too.
cv::Rect even(const cv::Rect& rect, const cv::Size& picture) {
  const int left = std::clamp(rect.x & ~1, 0, picture.width - 2);
  const int top = std::clamp(rect.y & ~1, 0, picture.height - 2);
  const int right = std::clamp((rect.br().x + 1) & ~1, left + 2, picture.width & ~1);
  const int bottom = std::clamp((rect.br().y + 1) & ~1, top + 2, picture.height & ~1);
  return {left, top, right - left, bottom - top};
}

Frame cut(const Frame& frame, const cv::Rect& rect) {
  Frame part;
  part.colour_planes = frame.colour_planes;
  part.full_range = frame.full_range;
  part.luma = frame.luma(rect);
  const cv::Rect half(rect.x / 2, rect.y / 2, rect.width / 2, rect.height / 2);
  for (const cv::Mat& plane : frame.colour)
    part.colour.push_back(plane(frame.colour_planes == ColourPlanes::bgr ? rect : half));
  return part;
}

/// Whether there is nothing but grey: thermal video has colour planes all the same.
bool is_grey(const Frame& frame) {
  constexpr double kNoColour = 3;  // levels from the middle, of what an encoder leaves
  if (frame.colour_planes == ColourPlanes::none) return true;
  if (frame.colour_planes == ColourPlanes::bgr) return false;
  return std::all_of(frame.colour.begin(), frame.colour.end(), [](const cv::Mat& plane) {
    double least = 0, most = 0;
    cv::minMaxIdx(plane.channels() == 1 ? plane : plane.reshape(1), &least, &most);
    return least >= 128 - kNoColour && most <= 128 + kNoColour;
  });
}

/// The picture for people: CV_8UC1 where it is grey, which is encoded in half the time, else BGR.
cv::Mat shown(const Frame& frame) {
  if (frame.luma.depth() != CV_8U || !is_grey(frame)) return bgr_of(frame);
  cv::Mat grey;
  if (frame.full_range) return frame.luma.clone();
  frame.luma.convertTo(grey, CV_8U, 255.0 / 219, -16 * 255.0 / 219);
  return grey;
}

/// A line about the box that is seen on whatever is beside it.
void mark(cv::Mat& picture, const cv::Rect& box) {
  const int line_px = std::max(2, picture.cols / 480);
  const auto about = [&box](int px) {
    return cv::Rect(box.x - px, box.y - px, box.width + 2 * px, box.height + 2 * px);
  };
  if (picture.channels() == 1) {
    cv::rectangle(picture, about(2 * line_px), cv::Scalar(0), 3 * line_px);
    cv::rectangle(picture, about(2 * line_px), cv::Scalar(255), line_px);
  } else {
    cv::rectangle(picture, about(2 * line_px), {0, 220, 255}, line_px);
  }
}

cv::Mat within_width(const cv::Mat& picture, int smallest_px, int largest_px) {
  const double width = std::clamp(static_cast<double>(picture.cols), static_cast<double>(smallest_px),
                                  static_cast<double>(largest_px));
  const double scale = width / picture.cols;
  if (scale == 1.0) return picture;
  cv::Mat scaled;
  cv::resize(picture, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return scaled;
}

std::string jpeg_of(const cv::Mat& picture, int quality) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  return {bytes.begin(), bytes.end()};
}

void add(EvidenceSet& set, const std::string& name, std::string jpeg, const std::string& feed,
         CaptureTime captured_at) {
  EvidencePicture kept{.sha256 = hex(sha256(jpeg)), .jpeg = {}};
  kept.jpeg = std::move(jpeg);
  set.references.push_back({.name = name, .sha256 = kept.sha256, .captured_at = captured_at, .feed = feed});
  set.pictures.push_back(std::move(kept));
}

void add(EvidenceSet& set, const Frame& frame, const std::string& name, const cv::Mat& picture, int quality) {
  add(set, name, jpeg_of(picture, quality), frame.feed, frame.captured_at);
}

bool can_be_cut(const Frame& frame) {
  return frame.luma.cols >= 2 && frame.luma.rows >= 2;
}

Frame cut_around(const Frame& frame, const cv::Rect& box, const EvidencePictureOptions& options) {
  const int margin =
      static_cast<int>(std::lround(options.cutout_margin * std::max(box.width, box.height))) + 2;
  const cv::Rect around(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin);
  return cut(frame, even(around, frame.luma.size()));
}

std::string taken_for(const AlertEvent& event) {
  return event.heat ? event.heat->heat_class + (event.heat->unconfirmed ? ", unconfirmed" : "") : "";
}

}  // namespace

Frame part_around(const Frame& frame, const cv::Rect& box, const EvidencePictureOptions& options) {
  if (!can_be_cut(frame)) return {};
  Frame part = cut_around(frame, box, options);
  part.feed = frame.feed;
  part.captured_at = frame.captured_at;
  part.luma = part.luma.clone();
  for (cv::Mat& plane : part.colour) plane = plane.clone();
  return part;
}

cv::Mat cutout_picture(const Frame& part, const EvidencePictureOptions& options) {
  return within_width(shown(part), options.cutout_min_width_px, options.cutout_width_px);
}

/// The best quality that still travels; smaller rather than unreadable.
std::string wire_picture_of(cv::Mat picture) {
  picture = within_width(picture, 1, 320);
  for (; picture.cols >= 40; picture = within_width(picture, 1, picture.cols * 3 / 4))
    for (const int quality : {85, 70, 55}) {
      std::string jpeg = jpeg_of(picture, quality);
      if (jpeg.size() <= kLargestWirePicture) return jpeg;
    }
  return {};
}

std::string cutout_of(const Frame& frame, const cv::Rect& box, const EvidencePictureOptions& options) {
  return can_be_cut(frame)
             ? jpeg_of(cutout_picture(cut_around(frame, box, options), options), options.jpeg_quality)
             : "";
}

EvidenceSet plate_evidence(std::string jpeg, const std::string& feed, CaptureTime captured_at) {
  EvidenceSet set;
  if (jpeg.empty()) return set;
  set.wire_picture = jpeg;
  add(set, "plate", std::move(jpeg), feed, captured_at);
  return set;
}

EvidenceSet evidence_of(const Frame& frame, const cv::Rect& box, const std::string& cutout_name,
                        const EvidencePictureOptions& options) {
  EvidenceSet set;
  if (!can_be_cut(frame)) return set;
  const cv::Mat cutout = cutout_picture(cut_around(frame, box, options), options);
  cv::Mat overview = shown(frame);
  if (frame.colour_planes == ColourPlanes::bgr) overview = overview.clone();
  mark(overview, box);
  add(set, frame, cutout_name, cutout, options.jpeg_quality);
  add(set, frame, "frame", within_width(overview, 1, options.overview_width_px), options.jpeg_quality);
  set.wire_picture = wire_picture_of(cutout);
  return set;
}

bool EvidenceBook::wants_fresh(const AlertEvent& event, CaptureTime now,
                               std::chrono::milliseconds after) const {
  if (event.event == AlertHappening::withdrawn) return false;
  const auto known = shown_.find(event.alert);
  if (known == shown_.end() || event.event != AlertHappening::amended || !event.heat) return true;
  const Shown& shown = known->second;
  if (shown.lost_since || shown.taken_for != taken_for(event)) return true;
  const std::optional<CaptureTime>& taken = shown.references.front().captured_at;
  return !taken || now < *taken || now - *taken >= after;
}

void EvidenceBook::attach(AlertParcel& parcel, const EvidenceSet& fresh) {
  AlertEvent& event = parcel.event;
  // A withdrawal is about what was seen before. A fresh picture would only tell its channel that another one
  // has a match at this moment.
  if (!fresh.pictures.empty() && event.event != AlertHappening::withdrawn) {
    parcel.pictures = fresh.pictures;
    parcel.wire_picture = fresh.wire_picture;
    if (shown_.insert_or_assign(event.alert, Shown{fresh.references, taken_for(event), false}).second)
      alerts_.push_back(event.alert);
  }
  if (const auto known = shown_.find(event.alert); known != shown_.end()) {
    event.evidence = known->second.references;
    if (event.heat && event.heat->lost_at) known->second.lost_since = true;
  }
  while (alerts_.size() > kAlertsKept) {
    shown_.erase(alerts_.front());
    alerts_.pop_front();
  }
}

}  // namespace nightjar
