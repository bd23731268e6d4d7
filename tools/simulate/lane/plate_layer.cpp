#include "tools/simulate/lane/plate_layer.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kSubpixelBits = 4;
constexpr int kSmallest_px = 24;

cv::Point fine(cv::Point2f pixel) {
  return {cvRound(pixel.x * (1 << kSubpixelBits)), cvRound(pixel.y * (1 << kSubpixelBits))};
}

void blend(cv::Mat target, const cv::Mat& picture, const cv::Mat& cover, const Veil& look, bool grey) {
  for (int row = 0; row < target.rows; ++row) {
    for (int column = 0; column < target.cols; ++column) {
      const int part = cover.at<uchar>(row, column);
      if (part == 0) continue;
      auto& pixel = target.at<cv::Vec4b>(row, column);
      cv::Vec3b level = picture.at<cv::Vec3b>(row, column);
      if (grey) level[0] = level[1] = level[2];
      for (int channel = 0; channel < 3; ++channel) {
        const float seen =
            std::min(255.0F, static_cast<float>(level[channel]) * look.gain + look.levels[channel]);
        pixel[channel] = cv::saturate_cast<uchar>(
            (seen * static_cast<float>(part) + static_cast<float>(pixel[channel] * (255 - part))) / 255);
      }
      pixel[3] = cv::saturate_cast<uchar>(part + pixel[3] * (255 - part) / 255);
    }
  }
}

}  // namespace

LaidPicture picture_sizes(const cv::Mat& largest) {
  LaidPicture picture{{largest}};
  while (picture.sizes.back().cols > kSmallest_px) {
    const cv::Size size(static_cast<int>(picture.sizes.back().cols / std::sqrt(2.0)),
                        std::max(1, static_cast<int>(picture.sizes.back().rows / std::sqrt(2.0))));
    cv::Mat smaller;
    cv::resize(largest, smaller, size, 0, 0, cv::INTER_AREA);
    picture.sizes.push_back(smaller);
  }
  return picture;
}

void lay_picture(cv::Mat& layer, const LaidPicture& picture, std::array<cv::Point2f, 4> corners,
                 const Veil& look, bool grey) {
  const double width_px = cv::norm(corners[1] - corners[0]);
  const auto& sizes = picture.sizes;
  const auto fits =
      std::find_if(sizes.rbegin(), sizes.rend(), [&](const cv::Mat& size) { return size.cols >= width_px; });
  const cv::Mat& source = fits == sizes.rend() ? sizes.front() : *fits;
  const cv::Rect around = cv::boundingRect(std::vector<cv::Point2f>(corners.begin(), corners.end()));
  const cv::Rect at = cv::Rect(around.x - 2, around.y - 2, around.width + 4, around.height + 4) &
                      cv::Rect({0, 0}, layer.size());
  if (at.empty()) return;

  // OpenCV counts from the centre of the top left pixel, the camera from its corner.
  const auto w = static_cast<float>(source.cols);
  const auto h = static_cast<float>(source.rows);
  std::array<cv::Point2f, 4> from = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::vector<cv::Point> outline;
  for (std::size_t i = 0; i < 4; ++i) {
    from[i] -= cv::Point2f(0.5F, 0.5F);
    corners[i] -= cv::Point2f(static_cast<float>(at.x) + 0.5F, static_cast<float>(at.y) + 0.5F);
    outline.push_back(fine(corners[i]));
  }
  cv::Mat warped;
  cv::warpPerspective(source, warped, cv::getPerspectiveTransform(from.data(), corners.data()), at.size(),
                      cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::Mat cover(at.size(), CV_8UC1, cv::Scalar(0));
  cv::fillConvexPoly(cover, outline, cv::Scalar(255), cv::LINE_AA, kSubpixelBits);
  blend(layer(at), warped, cover, look, grey);
}

}  // namespace nightjar
