#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "ingest/frame.hpp"
#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {

/// A camera that flies over a made field with warm bodies on it, 15 pictures a second, seeded.
struct MadeFlight {
  cv::Mat ground;             ///< CV_32FC1, levels
  cv::Point2d step_px{4, 2};  ///< from picture to picture
  cv::Size size{640, 512};
  double noise = 0.6;

  explicit MadeFlight(int bodies = 12, double base = 90, double body_levels = 60) {
    cv::RNG random(7);
    ground.create(1500, 2200, CV_32FC1);
    ground.setTo(base);
    for (const double grain : {4.0, 25.0}) {
      cv::Mat part(ground.size(), CV_32FC1);
      random.fill(part, cv::RNG::NORMAL, 0, 1);
      cv::GaussianBlur(part, part, {}, grain);
      cv::Scalar mean, deviation;
      cv::meanStdDev(part, mean, deviation);
      ground += part * (2.5 / deviation[0]);
    }
    for (int i = 0; i < bodies; ++i) {
      const cv::Point at(150 + 173 * i % 1900, 120 + 211 * i % 1200);
      cv::ellipse(ground, at, {5, 9}, 30 * i, 0, 360, cv::Scalar(base + body_levels), cv::FILLED);
    }
    cv::GaussianBlur(ground, ground, {}, 0.8);
  }

  /// CV_8UC1 or CV_16UC1; `still`: from where the camera was in that picture.
  [[nodiscard]] cv::Mat picture(int i, int type = CV_8UC1) const { return picture_at(i, i, type); }
  [[nodiscard]] cv::Mat picture_at(int place, int i, int type = CV_8UC1) const {
    const cv::Point from(cvRound(40 + step_px.x * place), cvRound(30 + step_px.y * place));
    cv::Mat levels = ground(cv::Rect(from, size)).clone();
    cv::Mat grain(size, CV_32FC1);
    cv::RNG random(static_cast<std::uint64_t>(i) + 100);
    random.fill(grain, cv::RNG::NORMAL, 0, noise);
    levels += grain;
    cv::Mat picture;
    levels.convertTo(picture, type, type == CV_16UC1 ? 10 : 1);
    return picture;
  }

  [[nodiscard]] static Frame frame(int i, const cv::Mat& luma) {
    Frame frame;
    frame.feed = "drone";
    frame.sequence = static_cast<std::uint64_t>(i);
    frame.captured_at =
        CaptureTime{} + std::chrono::seconds(1'790'000'000) + std::chrono::microseconds(66'667) * i;
    frame.luma = luma;
    return frame;
  }

  /// As video carries colours: I420 of video range.
  [[nodiscard]] static Frame colour_frame(int i, const cv::Mat& bgr) {
    cv::Mat yuv;
    cv::cvtColor(bgr, yuv, cv::COLOR_BGR2YUV_I420);
    const int h = bgr.rows, w = bgr.cols;
    Frame out = frame(i, yuv.rowRange(0, h).clone());
    out.colour_planes = ColourPlanes::i420;
    cv::Mat chroma = yuv.rowRange(h, h * 3 / 2).clone();
    chroma = chroma.reshape(1, h);
    out.colour = {chroma.rowRange(0, h / 2).clone(), chroma.rowRange(h / 2, h).clone()};
    CV_Assert(out.colour[0].cols == w / 2);
    return out;
  }
};

}  // namespace nightjar
