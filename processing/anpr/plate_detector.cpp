#include "processing/anpr/plate_detector.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace nightjar {

namespace {

constexpr int kWidestFound_px = 190;  // of a plate, at one scale
constexpr int kSmallestPx = 10;       // a picture with a shorter side than this holds no legible plate
constexpr float kSame = 0.35F;        // overlap (intersection over union) above which two boxes are one plate
constexpr float kInside = 0.75F;      // share of the smaller one inside the other, likewise
constexpr float kThinnest = 0.75F;    // width over height of a plate, least and most
constexpr float kLongest = 9.0F;

float intersection(const cv::Rect2f& a, const cv::Rect2f& b) {
  return (a & b).area();
}

bool same_plate(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float shared = intersection(a, b);
  return shared > kSame * (a.area() + b.area() - shared) || shared > kInside * std::min(a.area(), b.area());
}

float side(const cv::Point2f& a, const cv::Point2f& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// Corners in order around a convex shape of a plate's proportions.
bool plausible(const PlateQuad& corners) {
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f along = corners[(i + 1) % 4] - corners[i];
    const cv::Point2f next = corners[(i + 2) % 4] - corners[(i + 1) % 4];
    if (!(along.cross(next) > 0)) return false;
  }
  const float width = (side(corners[0], corners[1]) + side(corners[3], corners[2])) / 2;
  const float height = (side(corners[0], corners[3]) + side(corners[1], corners[2])) / 2;
  return height >= 3 && width >= kThinnest * height && width <= kLongest * height;
}

cv::Rect2f extent_of(const PlateQuad& corners) {
  cv::Point2f low = corners[0];
  cv::Point2f high = low;
  for (const cv::Point2f& corner : corners) {
    low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
    high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
  }
  return {low, high};
}

cv::Rect upright_of(const cv::Rect2f& extent, const cv::Size& picture) {
  const cv::Point low(static_cast<int>(std::floor(extent.x)), static_cast<int>(std::floor(extent.y)));
  const cv::Point high(static_cast<int>(std::ceil(extent.x + extent.width)),
                       static_cast<int>(std::ceil(extent.y + extent.height)));
  return cv::Rect(low, high) & cv::Rect({}, picture);
}

/// The hotter of overlapping candidates; at most `most`, hottest first.
std::vector<PlateCandidate> distinct(std::vector<PlateCandidate> candidates, int most) {
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const PlateCandidate& a, const PlateCandidate& b) { return a.heat > b.heat; });
  std::vector<PlateCandidate> kept;
  for (const PlateCandidate& candidate : candidates) {
    if (static_cast<int>(kept.size()) == most) break;
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const PlateCandidate& other) {
      return same_plate(candidate.box, other.box);
    });
    if (!known) kept.push_back(candidate);
  }
  return kept;
}

/// Takes what was found in a smaller copy, `scale` times smaller, of the picture from `origin` on.
void append(std::vector<PlateCandidate>& found, std::vector<PlateCandidate> more, const cv::Point& origin,
            const cv::Point2f& scale) {
  for (PlateCandidate& candidate : more) {
    candidate.box = {candidate.box.x * scale.x + static_cast<float>(origin.x),
                     candidate.box.y * scale.y + static_cast<float>(origin.y), candidate.box.width * scale.x,
                     candidate.box.height * scale.y};
    found.push_back(candidate);
  }
}

}  // namespace

cv::Mat luma8_of(const cv::Mat& luma) {
  if (luma.empty() || luma.type() == CV_8UC1) return luma;
  if (luma.type() != CV_16UC1)
    throw std::invalid_argument("luma of a picture must have one channel of 8 or 16 bits");
  double low = 0;
  double high = 0;
  cv::minMaxLoc(luma, &low, &high);
  const double gain = high > low ? 255 / (high - low) : 0;
  cv::Mat narrow;
  luma.convertTo(narrow, CV_8U, gain, -low * gain);
  return narrow;
}

PlateDetector::PlateDetector(PlateDetectorOptions options)
    : options_(options), scales_(static_cast<std::size_t>(std::max(1, options.scales))) {}

std::vector<PlateBox> PlateDetector::detect(const cv::Mat& luma) {
  const cv::Mat luma8 = luma8_of(luma);
  std::vector<PlateCandidate> candidates;
  search(luma8, candidates);
  return looked_at(luma8, std::move(candidates));
}

std::vector<PlateBox> PlateDetector::detect(const cv::Mat& luma, const std::vector<PlateSearchPart>& parts) {
  const cv::Mat luma8 = luma8_of(luma);
  std::vector<PlateCandidate> candidates;
  for (const PlateSearchPart& part : parts) search_part(luma8, part, candidates);
  return looked_at(luma8, std::move(candidates));
}

void PlateDetector::search(const cv::Mat& luma, std::vector<PlateCandidate>& found) {
  if (std::min(luma.cols, luma.rows) < kSmallestPx) return;
  const int longest = std::max(luma.cols, luma.rows);
  cv::Mat small = luma;
  float scale = std::min(1.0F, static_cast<float>(options_.longest_px) / static_cast<float>(longest));
  for (PlateHeatMap& heat_map : scales_) {
    const cv::Size size(static_cast<int>(std::lround(static_cast<float>(luma.cols) * scale)),
                        static_cast<int>(std::lround(static_cast<float>(luma.rows) * scale)));
    if (std::min(size.width, size.height) < kSmallestPx) return;
    if (size != small.size()) {
      cv::Mat next;
      cv::resize(small, next, size, 0, 0, cv::INTER_AREA);
      small = next;
    }
    append(found, heat_map.find(small, options_.least_heat), {},
           {static_cast<float>(luma.cols) / static_cast<float>(size.width),
            static_cast<float>(luma.rows) / static_cast<float>(size.height)});
    scale /= 2;
  }
}

void PlateDetector::search_part(const cv::Mat& luma, const PlateSearchPart& wanted,
                                std::vector<PlateCandidate>& found) {
  const cv::Rect part = wanted.part & cv::Rect({}, luma.size());
  const int longest = std::max(luma.cols, luma.rows);
  const int longest_px =
      wanted.finer ? std::max(options_.finer_px, options_.longest_px) : options_.longest_px;
  const int finest = std::max(1, (longest + longest_px / 2) / longest_px);
  cv::Mat small = luma(part);
  int shrunk = 1;
  for (std::size_t i = 0; i < scales_.size(); ++i) {
    const int shrink = finest << i;
    const cv::Size size(part.width / shrink, part.height / shrink);
    if (std::min(size.width, size.height) < kSmallestPx) return;
    if (i > 0 && size.width < kWidestFound_px / 2) return;  // the finer scale finds all that fit
    if (shrink != shrunk) {
      const int by = shrink / shrunk;
      cv::Mat next;
      cv::resize(small(cv::Rect(0, 0, size.width * by, size.height * by)), next, size, 0, 0, cv::INTER_AREA);
      small = next;
      shrunk = shrink;
    }
    const auto back = static_cast<float>(shrink);
    append(found, scales_[i].find(small, options_.least_heat), part.tl(), {back, back});
  }
}

std::optional<PlateBox> PlateDetector::confirmed(const cv::Mat& luma, const PlateQuad& believed) {
  PlateShape shape{believed, 1, 0};
  for (int look = 0; look < options_.looks && shape.plate >= options_.least_plate / 2; ++look) {
    shape = corners_.look(luma, shape.corners);
    if (!plausible(shape.corners)) shape.plate = 0;
  }
  if (shape.plate < options_.least_plate) return std::nullopt;
  PlateBox plate;
  plate.corners = shape.corners;
  plate.upright = upright_of(extent_of(shape.corners), luma.size());
  plate.score = shape.plate;
  plate.lines = shape.two_rows > 0.5F ? 2 : 1;
  if (plate.upright.area() <= 0) return std::nullopt;
  return plate;
}

std::vector<PlateBox> PlateDetector::looked_at(const cv::Mat& luma, std::vector<PlateCandidate> candidates) {
  std::vector<PlateBox> plates;
  for (const PlateCandidate& candidate : distinct(std::move(candidates), options_.most_candidates)) {
    auto plate = confirmed(luma, quad_of(candidate.box));
    if (!plate) continue;
    plate->score = std::sqrt(candidate.heat * plate->score);
    plates.push_back(*plate);
  }
  std::stable_sort(plates.begin(), plates.end(),
                   [](const PlateBox& a, const PlateBox& b) { return a.score > b.score; });
  std::vector<PlateBox> kept;
  for (const PlateBox& plate : plates) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const PlateBox& other) {
      return same_plate(extent_of(plate.corners), extent_of(other.corners));
    });
    if (!known) kept.push_back(plate);
  }
  return kept;
}

}  // namespace nightjar
