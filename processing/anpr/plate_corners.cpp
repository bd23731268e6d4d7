#include "processing/anpr/plate_corners.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "processing/anpr/models.hpp"

namespace nightjar {

namespace {

// The network sees 128 x 64 pixels in which the believed plate is this rectangle
// (tools/train/train_corners.py).
const cv::Size kLook(128, 64);
const cv::Rect2f kNominal(20, 14, 88, 36);
constexpr double kSpreadFloor = 10;   // grey levels, added to the spread that contrast is divided by
constexpr double kLeastSpread = 1.5;  // grey levels below which no character can stand out
constexpr float kWidestPx = 180;      // a plate wider than this is shrunk first, against aliasing
constexpr uchar kOutside = 114;

const cv::Point2f kHalf(0.5F, 0.5F);  // from corners of pixels, as boxes count, to centres, as warps count

float probability(float logit) {
  return 1 / (1 + std::exp(-logit));
}

/// Part of the picture around the belief, shrunk to a sensible size, and how it lies in the picture.
struct Surroundings {
  cv::Mat luma;
  cv::Point2f origin;
  float scale = 1;
};

Surroundings surroundings_of(const cv::Mat& luma, const PlateQuad& believed) {
  float left = believed[0].x, right = left, top = believed[0].y, bottom = top;
  for (const cv::Point2f& corner : believed) {
    left = std::min(left, corner.x), right = std::max(right, corner.x);
    top = std::min(top, corner.y), bottom = std::max(bottom, corner.y);
  }
  const float width = right - left;
  const float height = bottom - top;
  const auto clipped = [](float at, int end) {
    return static_cast<int>(std::lround(std::clamp(at, 0.0F, static_cast<float>(end))));
  };
  const cv::Rect part(cv::Point(clipped(left - width, luma.cols), clipped(top - height, luma.rows)),
                      cv::Point(clipped(right + width, luma.cols), clipped(bottom + height, luma.rows)));
  if (part.width < 2 || part.height < 2) return {};
  Surroundings around{luma(part), cv::Point2f(part.tl()), 1};
  if (width > kWidestPx) {
    around.scale = kWidestPx / width;
    cv::Mat small;
    cv::resize(around.luma, small, {}, static_cast<double>(around.scale), static_cast<double>(around.scale),
               cv::INTER_AREA);
    around.luma = small;
  }
  return around;
}

/// Whether the believed plate shows anything at all.
bool blank(const cv::Mat& look) {
  cv::Scalar mean, spread;
  cv::meanStdDev(look(cv::Rect(kNominal)), mean, spread);
  return spread[0] < kLeastSpread;
}

/// Less its mean, over its spread: night and day look alike.
cv::Mat levelled(const cv::Mat& look) {
  cv::Mat level;
  cv::Scalar mean, spread;
  cv::meanStdDev(look, mean, spread);
  look.convertTo(level, CV_32F, 1 / (spread[0] + kSpreadFloor), -mean[0] / (spread[0] + kSpreadFloor));
  return level;
}

}  // namespace

struct PlateCorners::Network {
  cv::dnn::Net net;
};

PlateCorners::PlateCorners() : network_(std::make_unique<Network>()) {
  const auto model = plate_corners_model();
  network_->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size());
  network_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
}

PlateCorners::~PlateCorners() = default;
PlateCorners::PlateCorners(PlateCorners&&) noexcept = default;
PlateCorners& PlateCorners::operator=(PlateCorners&&) noexcept = default;

PlateQuad quad_of(const cv::Rect2f& box) {
  return {cv::Point2f(box.x, box.y), cv::Point2f(box.x + box.width, box.y),
          cv::Point2f(box.x + box.width, box.y + box.height), cv::Point2f(box.x, box.y + box.height)};
}

PlateShape PlateCorners::look(const cv::Mat& luma, const PlateQuad& believed) {
  assert(luma.type() == CV_8UC1);
  const Surroundings around = surroundings_of(luma, believed);
  if (around.luma.empty()) return {believed, 0, 0};

  const PlateQuad nominal = quad_of(kNominal);
  std::array<cv::Point2f, 4> from;
  std::array<cv::Point2f, 4> to;
  for (std::size_t i = 0; i < 4; ++i) {
    from[i] = nominal[i] - kHalf;
    to[i] = (believed[i] - around.origin) * around.scale - kHalf;
  }
  const cv::Mat around_from_look = cv::getPerspectiveTransform(from.data(), to.data());
  cv::Mat look;
  cv::warpPerspective(around.luma, look, around_from_look, kLook, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                      cv::BORDER_CONSTANT, cv::Scalar(kOutside));
  if (blank(look)) return {believed, 0, 0};
  network_->net.setInput(cv::dnn::blobFromImage(levelled(look)));
  const cv::Mat answer = network_->net.forward();  // 1 x 10

  const auto* said = answer.ptr<float>();
  std::vector<cv::Point2f> moved(4);
  for (std::size_t i = 0; i < 4; ++i) {
    moved[i] =
        nominal[i] - kHalf + cv::Point2f(said[2 * i] * kNominal.width, said[2 * i + 1] * kNominal.height);
  }
  std::vector<cv::Point2f> seen;
  cv::perspectiveTransform(moved, seen, around_from_look);
  PlateShape shape{{}, probability(said[8]), probability(said[9])};
  for (std::size_t i = 0; i < 4; ++i) shape.corners[i] = (seen[i] + kHalf) / around.scale + around.origin;
  return shape;
}

}  // namespace nightjar
