#include "tools/simulate/lane/road_sign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

struct Board {
  std::vector<std::string> words;
  cv::Scalar ground;
  cv::Scalar ink;
  cv::Size2d size_m;
  bool retroreflective;
};

const std::array<Board, 5>& boards() {
  static const std::array<Board, 5> all = {
      {{{"A272", "ALTON 5"}, {70, 95, 10}, {240, 240, 240}, {1.3, 0.72}, true},
       {{"B3047"}, {238, 238, 238}, {20, 20, 20}, {0.72, 0.26}, true},
       {{"FRESH EGGS", "01962 840 221"}, {60, 200, 240}, {25, 25, 25}, {1.1, 0.5}, false},
       {{"HGV 7.5T", "EXCEPT ACCESS"}, {240, 240, 240}, {20, 20, 20}, {0.95, 0.5}, true},
       {{"KM52 FARM", "NO TIPPING"}, {235, 238, 238}, {25, 25, 30}, {0.9, 0.4}, false}}};
  return all;
}

cv::Mat drawn(const Board& board, double px_per_m) {
  constexpr int kFine = 4;  // drawn larger and shrunk, so that thin strokes keep their weight
  const cv::Size size(std::max(8, cvRound(board.size_m.width * px_per_m)),
                      std::max(6, cvRound(board.size_m.height * px_per_m)));
  cv::Mat fine(size * kFine, CV_8UC3, board.ground);
  cv::rectangle(fine, {2 * kFine, 2 * kFine}, {fine.cols - 2 * kFine, fine.rows - 2 * kFine}, board.ink,
                kFine);
  const auto lines = static_cast<int>(board.words.size());
  for (int line = 0; line < lines; ++line) {
    const std::string& words = board.words[static_cast<std::size_t>(line)];
    const double height_px = 0.52 * fine.rows / lines;
    double scale = height_px / 21;  // height of a capital at scale 1
    const auto weight = [&] { return std::max(1, cvRound(2.6 * scale)); };
    const double room_px = 0.88 * fine.cols;
    const cv::Size wide = cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, scale, weight(), nullptr);
    scale *= std::min(1.0, room_px / wide.width);
    const cv::Size text = cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, scale, weight(), nullptr);
    const int middle = cvRound(fine.rows * (line + 0.5) / lines);
    cv::putText(fine, words, {(fine.cols - text.width) / 2, middle + text.height / 2},
                cv::FONT_HERSHEY_SIMPLEX, scale, board.ink, weight(), cv::LINE_AA);
  }
  cv::Mat picture;
  cv::resize(fine, picture, size, 0, 0, cv::INTER_AREA);
  return picture;
}

}  // namespace

cv::Vec3f RoadSign::colour_at(double x_m, double z_m) const {
  const int column =
      std::min(picture.cols - 1, static_cast<int>((x_m - left_m) / size_m.width * picture.cols));
  const int row =
      std::min(picture.rows - 1, static_cast<int>((1 - (z_m - foot_m) / size_m.height) * picture.rows));
  return cv::Vec3f(picture.at<cv::Vec3b>(std::max(0, row), std::max(0, column))) / 255.0F;
}

RoadSign make_road_sign(std::uint64_t seed, const RoadLayout& layout, double focal_px) {
  std::mt19937_64 rng(seed * 39916801 + 3);
  Chance chance(rng);
  const Board& board = boards()[static_cast<std::size_t>(chance.one_of(5))];
  RoadSign sign;
  sign.size_m = board.size_m;
  sign.retroreflective = board.retroreflective;
  const bool right = chance.with(0.4);
  const double beside_m = layout.half_m() + chance.between(0.7, 1.1);
  sign.left_m = right ? beside_m : -beside_m - sign.size_m.width;
  sign.foot_m = chance.between(0.9, 1.5);
  const double aside_m = beside_m + sign.size_m.width + 0.5;
  sign.along_m = aside_m * 3.75 + chance.between(6, 14);
  sign.picture = drawn(board, focal_px / sign.along_m);
  return sign;
}

}  // namespace nightjar
