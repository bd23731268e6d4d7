#include "tools/simulate/drone/shown_picture.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

struct Stop {
  double share;
  std::array<double, 3> bgr;
};

cv::Mat table_of(const std::vector<Stop>& stops) {
  cv::Mat table(1, 256, CV_8UC3);
  std::size_t next = 1;
  for (int level = 0; level < 256; ++level) {
    const double share = level / 255.0;
    while (share > stops[next].share) ++next;
    const Stop& low = stops[next - 1];
    const Stop& high = stops[next];
    const double part = (share - low.share) / (high.share - low.share);
    for (int channel = 0; channel < 3; ++channel) {
      const auto c = static_cast<std::size_t>(channel);
      table.at<cv::Vec3b>(0, level)[channel] =
          cv::saturate_cast<uchar>(low.bgr[c] + (high.bgr[c] - low.bgr[c]) * part);
    }
  }
  return table;
}

const cv::Mat& ironbow() {
  static const cv::Mat table = table_of({{0, {0, 0, 0}},
                                         {0.2, {120, 0, 30}},
                                         {0.45, {140, 20, 180}},
                                         {0.65, {30, 90, 240}},
                                         {0.85, {40, 200, 255}},
                                         {1, {255, 255, 255}}});
  return table;
}

const cv::Mat& rainbow() {
  static const cv::Mat table = table_of({{0, {90, 0, 20}},
                                         {0.25, {255, 120, 0}},
                                         {0.45, {120, 220, 0}},
                                         {0.65, {0, 240, 240}},
                                         {0.85, {0, 60, 255}},
                                         {1, {235, 235, 255}}});
  return table;
}

}  // namespace

cv::Mat shown_in(const cv::Mat& grey, ThermalPalette palette) {
  switch (palette) {
    case ThermalPalette::white_hot:
      return grey.clone();
    case ThermalPalette::black_hot:
      return 255 - grey;
    case ThermalPalette::ironbow:
    case ThermalPalette::rainbow:
      break;
  }
  cv::Mat colour;
  cv::cvtColor(grey, colour, cv::COLOR_GRAY2BGR);
  cv::LUT(colour, palette == ThermalPalette::ironbow ? ironbow() : rainbow(), colour);
  return colour;
}

void write_over(cv::Mat& picture, const Telemetry& telemetry, const std::string& utc) {
  const auto line = [&](const std::string& text, cv::Point at) {
    cv::putText(picture, text, at + cv::Point(1, 1), cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar::all(0), 2);
    cv::putText(picture, text, at, cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar::all(255), 1);
  };
  const cv::Point middle(picture.cols / 2, picture.rows / 2);
  for (const cv::Point arm : {cv::Point(14, 0), cv::Point(0, 14)}) {
    cv::line(picture, middle - arm, middle - arm / 3, cv::Scalar::all(255));
    cv::line(picture, middle + arm / 3, middle + arm, cv::Scalar::all(255));
  }
  line(utc.substr(0, 19) + "Z", {8, 18});
  line(fmt::format("{:.5f} {:.5f}", *telemetry.latitude_deg, *telemetry.longitude_deg),
       {8, picture.rows - 24});
  line(fmt::format("ALT {:.0f}m", *telemetry.height_m), {8, picture.rows - 8});
  line(fmt::format("HDG {:03.0f}", *telemetry.heading_deg), {picture.cols - 90, 18});
}

}  // namespace nightjar
