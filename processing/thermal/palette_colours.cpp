#include "processing/thermal/palette_colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kEvery_px = 8;
constexpr int kRainbowEvery = 8;       // coloured samples: the search for the nearest colour is long
constexpr float kColoured = 14;        // chroma: an encoder leaves less on grey
constexpr float kFarOff = 60;          // from the rainbow: more counts as this
constexpr double kGreyBelow = 0.10;    // coloured share: symbols over a grey picture are less
constexpr double kFewColoured = 0.05;  // below this nothing else is looked at
constexpr double kGreenFrom = 0.02;
constexpr double kPurpleFrom = 0.05;
constexpr double kRainbowWithin = 24;
constexpr double kOrderedWithin = 16;
constexpr int kTinted = 20;  // of a symbol, as decoded
constexpr int kLumaBins = 16;

struct LumaBin {
  double n = 0, u = 0, v = 0, square = 0;

  void add(const VideoColour& colour) {
    n += 1, u += double{colour.u}, v += double{colour.v};
    square += double{colour.u} * double{colour.u} + double{colour.v} * double{colour.v};
  }
  /// Sum of the squared distances from the mean.
  [[nodiscard]] double scatter() const { return n > 0 ? std::max(0.0, square - (u * u + v * v) / n) : 0; }
};

/// Where the picture is looked at: rows or columns of it, and those of its chroma.
struct Sample {
  int luma = 0, chroma = 0;
};

std::vector<Sample> samples_of(int luma, int chroma) {
  std::vector<Sample> samples;
  for (int at = kEvery_px / 2; at < luma; at += kEvery_px)
    samples.push_back({at, std::min(chroma - 1, at * chroma / luma)});
  return samples;
}

/// Share of the samples.
double coloured_share(const cv::Mat& u, const cv::Mat& v, const std::vector<Sample>& rows,
                      const std::vector<Sample>& columns, bool full_range) {
  const float least = kColoured / (full_range ? 1.0F : 255.0F / 224);
  const int least2 = static_cast<int>(std::ceil(least * least));
  int coloured = 0;
  for (const Sample& row : rows) {
    const auto *us = u.ptr<std::uint8_t>(row.chroma), *vs = v.ptr<std::uint8_t>(row.chroma);
    for (const Sample& column : columns) {
      const int du = us[column.chroma] - 128, dv = vs[column.chroma] - 128;
      coloured += du * du + dv * dv >= least2 ? 1 : 0;
    }
  }
  return static_cast<double>(coloured) / static_cast<double>(rows.size() * columns.size());
}

}  // namespace

ColourFamily ColourLook::family() const {
  if (coloured < kGreyBelow) return ColourFamily::grey;
  if (green >= kGreenFrom && off_rainbow <= kRainbowWithin) return ColourFamily::rainbow;
  if (by_luma > kOrderedWithin) return ColourFamily::unordered;
  return purple >= kPurpleFrom ? ColourFamily::ironbow : ColourFamily::bright_hot;
}

void PaletteColours::take_chroma(const Frame& frame) {
  u_.release();
  v_.release();
  switch (frame.colour_planes) {
    case ColourPlanes::none:
      return;
    case ColourPlanes::i420:
      u_ = frame.colour.at(0);
      v_ = frame.colour.at(1);
      return;
    case ColourPlanes::nv12:
      cv::extractChannel(frame.colour.at(0), u_, 0);
      cv::extractChannel(frame.colour.at(0), v_, 1);
      return;
    case ColourPlanes::bgr:
      cv::Mat half, yuv;
      cv::resize(frame.colour.at(0), half,
                 {std::max(1, frame.luma.cols / 2), std::max(1, frame.luma.rows / 2)}, 0, 0, cv::INTER_AREA);
      cv::cvtColor(half, yuv, cv::COLOR_BGR2YCrCb);
      cv::extractChannel(yuv, v_, 1);
      cv::extractChannel(yuv, u_, 2);
      return;
  }
}

ColourLook PaletteColours::look(const Frame& frame) {
  ColourLook look;
  take_chroma(frame);
  if (u_.empty() || frame.luma.depth() != CV_8U) return look;
  const bool full_range = frame.full_range || frame.colour_planes == ColourPlanes::bgr;
  const std::vector<Sample> rows = samples_of(frame.luma.rows, u_.rows);
  const std::vector<Sample> columns = samples_of(frame.luma.cols, u_.cols);
  if (rows.empty() || columns.empty()) return look;
  look.coloured = coloured_share(u_, v_, rows, columns, full_range);
  if (look.coloured < kFewColoured) return look;
  std::array<LumaBin, kLumaBins> bins;
  double all = 0, coloured = 0, green = 0, purple = 0, off = 0, asked = 0;
  for (const Sample& row : rows)
    for (const Sample& column : columns) {
      const cv::Point at(column.chroma, row.chroma);
      const VideoColour colour = video_colour(frame.luma.at<std::uint8_t>(row.luma, column.luma),
                                              u_.at<std::uint8_t>(at), v_.at<std::uint8_t>(at), full_range);
      all += 1;
      bins.at(std::clamp(static_cast<std::size_t>(std::max(0.0F, colour.y) / 256 * kLumaBins), std::size_t{0},
                         std::size_t{kLumaBins - 1}))
          .add(colour);
      if (std::hypot(colour.u, colour.v) < kColoured) continue;
      if (static_cast<int>(coloured) % kRainbowEvery == 0) {
        asked += 1;
        off += double{std::min(kFarOff, rainbow_.place_of(colour).distance)};
      }
      coloured += 1;
      green += colour.v < -60 || (colour.v < -30 && colour.u < 40) ? 1 : 0;
      purple += colour.u > 12 && colour.v > 8 ? 1 : 0;
    }
  double scatter = 0;
  for (const LumaBin& bin : bins) scatter += bin.scatter();
  look.green = green / all;
  look.purple = purple / all;
  look.off_rainbow = asked > 0 ? off / asked : 0;
  look.by_luma = std::sqrt(scatter / all);
  return look;
}

cv::Mat PaletteColours::tinted(const Frame& frame) {
  take_chroma(frame);
  if (u_.empty()) return {};
  cv::absdiff(u_, 128, marks_);
  cv::absdiff(v_, 128, heat_);
  cv::max(marks_, heat_, marks_);
  cv::threshold(marks_, marks_, kTinted, 255, cv::THRESH_BINARY);
  if (cv::countNonZero(marks_) == 0) return {};
  cv::dilate(marks_, marks_, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  cv::Mat full;
  cv::resize(marks_, full, frame.luma.size(), 0, 0, cv::INTER_NEAREST);
  return full;
}

void PaletteColours::rainbow_heat(const Frame& frame, cv::Mat& heat) {
  take_chroma(frame);
  const cv::Size half(std::max(1, frame.luma.cols / 2), std::max(1, frame.luma.rows / 2));
  cv::resize(frame.luma, luma_, half, 0, 0, cv::INTER_AREA);
  cv::Mat u = u_, v = v_;
  if (u.size() != half) {
    cv::resize(u_, u, half, 0, 0, cv::INTER_AREA);
    cv::resize(v_, v, half, 0, 0, cv::INTER_AREA);
  }
  const bool full_range = frame.full_range || frame.colour_planes == ColourPlanes::bgr;
  rainbow_.heat_of(luma_, u, v, full_range, heat_);
  cv::resize(heat_, heat, frame.luma.size(), 0, 0, cv::INTER_LINEAR);
}

}  // namespace nightjar
