#include "tools/judge/picture_coding.hpp"

#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nightjar {
namespace {

constexpr int kBlock = 8;

float quantised(float value, float step) {
  constexpr float kRounding = 1.0F / 3;  // less than a half: small values fall to nothing
  const float level = std::floor(std::abs(value) / step + kRounding);
  return std::copysign(level * step, value);
}

void code_block(cv::Mat block, float step) {
  cv::Mat waves;
  cv::dct(block, waves);
  for (int y = 0; y < kBlock; ++y) {
    for (int x = 0; x < kBlock; ++x) {
      if (x + y > 0)
        waves.at<float>(y, x) =
            quantised(waves.at<float>(y, x), step * (1 + 0.08F * static_cast<float>(x + y)));
    }
  }
  cv::idct(waves, block);
}

// Levels the step between blocks where it is small enough to be the coding's own.
void smooth_edges(cv::Mat& plane, float step, bool upright) {
  if (upright) cv::transpose(plane, plane);
  for (int y = kBlock; y < plane.rows; y += kBlock) {
    auto* above = plane.ptr<float>(y - 1);
    auto* below = plane.ptr<float>(y);
    for (int x = 0; x < plane.cols; ++x) {
      const float jump = below[x] - above[x];
      if (std::abs(jump) > step) continue;
      above[x] += jump / 4;
      below[x] -= jump / 4;
    }
  }
  if (upright) cv::transpose(plane, plane);
}

void code_plane(cv::Mat& plane, float step) {
  const cv::Size size = plane.size();
  const int right = (kBlock - size.width % kBlock) % kBlock;
  const int below = (kBlock - size.height % kBlock) % kBlock;
  cv::Mat whole;
  cv::copyMakeBorder(plane, whole, 0, below, 0, right, cv::BORDER_REPLICATE);
  whole.convertTo(whole, CV_32F);
  for (int y = 0; y < whole.rows; y += kBlock) {
    for (int x = 0; x < whole.cols; x += kBlock) code_block(whole(cv::Rect(x, y, kBlock, kBlock)), step);
  }
  smooth_edges(whole, step * 0.6F, false);
  smooth_edges(whole, step * 0.6F, true);
  whole(cv::Rect({0, 0}, size)).convertTo(plane, CV_8U);
}

}  // namespace

cv::Mat as_jpeg(const cv::Mat& picture, double coarse) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, static_cast<int>(92 - 78 * coarse)});
  return cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
}

cv::Mat as_video(const cv::Mat& picture, double coarse) {
  const auto step = static_cast<float>(6 * std::pow(12.0, coarse));
  cv::Mat coded = picture.clone();
  if (picture.channels() == 1) {
    code_plane(coded, step);
    return coded;
  }
  cv::cvtColor(picture, coded, cv::COLOR_BGR2YCrCb);
  std::array<cv::Mat, 3> planes;
  cv::split(coded, planes.data());
  code_plane(planes[0], step);
  for (std::size_t i : {1U, 2U}) {
    cv::Mat half;
    cv::resize(planes.at(i), half, {(picture.cols + 1) / 2, (picture.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
    code_plane(half, step);
    cv::resize(half, planes.at(i), picture.size(), 0, 0, cv::INTER_LINEAR);
  }
  cv::merge(planes.data(), 3, coded);
  cv::cvtColor(coded, coded, cv::COLOR_YCrCb2BGR);
  return coded;
}

}  // namespace nightjar
