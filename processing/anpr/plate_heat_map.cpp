#include "processing/anpr/plate_heat_map.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "processing/anpr/models.hpp"

namespace nightjar {

namespace {

constexpr int kStride = 8;       // pixels a cell of the answer
constexpr int kGranule = 16;     // the network halves its picture four times
constexpr int kMargin = 16;      // so that a plate at the picture's edge has an outside
constexpr uchar kOutside = 114;  // tone of that margin, as in training

/// The picture with its margin, up to whole granules.
cv::Mat padded(const cv::Mat& luma) {
  const int below = kMargin + (kGranule - luma.rows % kGranule) % kGranule;
  const int right = kMargin + (kGranule - luma.cols % kGranule) % kGranule;
  cv::Mat all;
  cv::copyMakeBorder(luma, all, kMargin, below, kMargin, right, cv::BORDER_CONSTANT, cv::Scalar(kOutside));
  return all;
}

bool is_peak(const cv::Mat& heat, int row, int column) {
  const float here = heat.at<float>(row, column);
  for (int y = std::max(0, row - 1); y <= std::min(heat.rows - 1, row + 1); ++y) {
    for (int x = std::max(0, column - 1); x <= std::min(heat.cols - 1, column + 1); ++x) {
      if (heat.at<float>(y, x) > here) return false;
    }
  }
  return true;
}

}  // namespace

struct PlateHeatMap::Network {
  cv::dnn::Net net;
};

PlateHeatMap::PlateHeatMap() : network_(std::make_unique<Network>()) {
  const auto model = plate_detector_model();
  network_->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size());
  network_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
}

PlateHeatMap::~PlateHeatMap() = default;
PlateHeatMap::PlateHeatMap(PlateHeatMap&&) noexcept = default;
PlateHeatMap& PlateHeatMap::operator=(PlateHeatMap&&) noexcept = default;

std::vector<PlateCandidate> PlateHeatMap::find(const cv::Mat& luma, float threshold) {
  assert(luma.type() == CV_8UC1 && !luma.empty());
  network_->net.setInput(cv::dnn::blobFromImage(padded(luma), 1 / 127.5, {}, cv::Scalar(127.5)));
  const cv::Mat answer = network_->net.forward();  // 1 x 5 x rows x columns
  const int rows = answer.size[2];
  const int columns = answer.size[3];
  const auto layer = [&](int n) {
    return cv::Mat(rows, columns, CV_32F, const_cast<float*>(answer.ptr<float>(0, n)));
  };
  const cv::Mat heat = layer(0);
  const cv::Mat offset_x = layer(1);
  const cv::Mat offset_y = layer(2);
  const cv::Mat width = layer(3);
  const cv::Mat height = layer(4);

  const float logit = std::log(threshold / (1 - threshold));
  const float largest_log = std::log(1000.0F);  // cells; keeps exp() finite whatever the network says
  std::vector<PlateCandidate> found;
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      if (heat.at<float>(y, x) < logit || !is_peak(heat, y, x)) continue;
      const float w = kStride * std::exp(std::min(width.at<float>(y, x), largest_log));
      const float h = kStride * std::exp(std::min(height.at<float>(y, x), largest_log));
      const float centre_x = kStride * (static_cast<float>(x) + 0.5F + offset_x.at<float>(y, x)) - kMargin;
      const float centre_y = kStride * (static_cast<float>(y) + 0.5F + offset_y.at<float>(y, x)) - kMargin;
      found.push_back(
          {{centre_x - w / 2, centre_y - h / 2, w, h}, 1 / (1 + std::exp(-heat.at<float>(y, x)))});
    }
  }
  return found;
}

}  // namespace nightjar
