#include "tools/judge/judged_sensor.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tools/judge/picture_coding.hpp"

namespace nightjar {
namespace {

// The i-th point of a sequence that fills [0, 1) evenly (van der Corput's).
double spread(int i, int base) {
  double at = 0;
  double digit = 1.0 / base;
  for (; i > 0; i /= base, digit /= base) at += digit * (i % base);
  return at;
}

cv::Mat exposed(const std::vector<LitPlane>& planes, cv::Size size, const JudgedSensor& sensor) {
  const int samples = std::clamp(static_cast<int>(std::ceil(2 * cv::norm(sensor.motion_px))), 9, 24);
  cv::Mat sum(size, planes.front().radiance.type(), cv::Scalar::all(0));
  cv::Mat instant(size, sum.type(), cv::Scalar::all(0));
  for (int i = 0; i < samples; ++i) {
    const cv::Point2d within(spread(i + 1, 2) - 0.5, spread(i + 1, 3) - 0.5);
    // Pixel centres are whole numbers to OpenCV, and halves to the planes: hence the half.
    const cv::Point2d by = within + sensor.motion_px * ((i + 0.5) / samples - 0.5) - cv::Point2d(0.5, 0.5);
    const cv::Matx33d moved(1, 0, by.x, 0, 1, by.y, 0, 0, 1);
    const cv::Matx33d centred(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1);
    bool first = true;
    for (const LitPlane& plane : planes) {
      cv::warpPerspective(plane.radiance, instant, moved * plane.picture_from_pixel * centred, size,
                          cv::INTER_LINEAR, first ? cv::BORDER_REPLICATE : cv::BORDER_TRANSPARENT);
      first = false;
    }
    sum += instant;
  }
  return sum / samples;
}

cv::Mat defocused(const cv::Mat& picture, double radius_px) {
  if (radius_px < 0.35) return picture;
  const int reach = static_cast<int>(std::ceil(radius_px));
  cv::Mat disc(2 * reach + 1, 2 * reach + 1, CV_32F);
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      disc.at<float>(y + reach, x + reach) =
          static_cast<float>(std::clamp(radius_px + 0.5 - std::hypot(x, y), 0.0, 1.0));
    }
  }
  cv::Mat soft;
  cv::filter2D(picture, soft, -1, disc / cv::sum(disc)[0], {-1, -1}, 0, cv::BORDER_REPLICATE);
  return soft;
}

// Red, green, green, blue: each photosite keeps one colour.
cv::Mat mosaic(const cv::Mat& picture) {
  cv::Mat sites(picture.size(), CV_32F);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const int colour = y % 2 == 0 ? (x % 2 == 0 ? 2 : 1) : (x % 2 == 0 ? 1 : 0);
      sites.at<float>(y, x) = picture.at<cv::Vec3f>(y, x)[colour];
    }
  }
  return sites;
}

void add_noise(cv::Mat& sites, const JudgedSensor& sensor, std::mt19937_64& rng) {
  cv::RNG lots(rng());
  cv::Mat unit(sites.size(), CV_32F);
  lots.fill(unit, cv::RNG::NORMAL, 0, 1);
  const auto white = static_cast<float>(sensor.white_electrons);
  const auto read = static_cast<float>(sensor.read_electrons * sensor.read_electrons);
  for (int y = 0; y < sites.rows; ++y) {
    auto* site = sites.ptr<float>(y);
    const auto* chance = unit.ptr<float>(y);
    for (int x = 0; x < sites.cols; ++x) {
      const float electrons = std::max(0.0F, site[x]) * white;
      site[x] = std::clamp((electrons + std::sqrt(electrons + read) * chance[x]) / white, 0.0F, 1.0F);
    }
  }
}

cv::Mat developed(const cv::Mat& sites, bool colour, double gamma) {
  cv::Mat picture;
  if (!colour) {
    cv::pow(sites, 1 / gamma, picture);
    picture.convertTo(picture, CV_8U, 255);
    return picture;
  }
  cv::Mat raw;
  sites.convertTo(raw, CV_16U, 65535);
  cv::cvtColor(raw, picture, cv::COLOR_BayerBG2BGR);
  picture.convertTo(picture, CV_32F, 1 / 65535.0);
  cv::pow(picture, 1 / gamma, picture);
  picture.convertTo(picture, CV_8U, 255);
  return picture;
}

}  // namespace

cv::Mat taken(const std::vector<LitPlane>& planes, cv::Size size, const JudgedSensor& sensor,
              std::mt19937_64& rng) {
  cv::Mat picture = defocused(exposed(planes, size, sensor), sensor.defocus_px) * sensor.exposure;
  const bool colour = picture.channels() == 3;
  cv::Mat sites = colour ? mosaic(picture) : picture;
  add_noise(sites, sensor, rng);
  picture = developed(sites, colour, sensor.gamma);
  if (sensor.smooth_px > 0) cv::GaussianBlur(picture, picture, {}, sensor.smooth_px);
  if (sensor.sharpen > 0) {
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 1.0);
    cv::addWeighted(picture, 1 + sensor.sharpen, soft, -sensor.sharpen, 0, picture);
  }
  if (sensor.coding == PictureCoding::jpeg) return as_jpeg(picture, sensor.coarse);
  if (sensor.coding == PictureCoding::video) return as_video(picture, sensor.coarse);
  return picture;
}

}  // namespace nightjar
