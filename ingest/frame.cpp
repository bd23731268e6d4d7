#include "ingest/frame.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

cv::Mat grey8_of(const cv::Mat& luma) {
  if (luma.depth() == CV_8U) return luma;
  cv::Mat grey;
  cv::normalize(luma, grey, 0, 255, cv::NORM_MINMAX, CV_8U);
  return grey;
}

/// U and V side by side in one matrix at half of `luma_size`, which must be even.
cv::Mat half_size_chroma(const Frame& frame, cv::Size luma_size) {
  cv::Mat chroma = frame.colour.at(0);
  if (frame.colour_planes == ColourPlanes::i420) {
    cv::merge(std::vector<cv::Mat>{frame.colour.at(0), frame.colour.at(1)}, chroma);
  }
  const cv::Size half(luma_size.width / 2, luma_size.height / 2);
  const bool finer = chroma.cols > half.width + 1 || chroma.rows > half.height + 1;
  if (finer) {
    cv::Mat smaller;
    cv::resize(chroma, smaller, half, 0, 0, cv::INTER_AREA);
    return smaller;
  }
  return chroma(cv::Rect({0, 0}, half));
}

cv::Mat bgr_of_yuv(const Frame& frame) {
  // An odd last row or column is left out: pictures for people can do without.
  const cv::Size even(frame.luma.cols & ~1, frame.luma.rows & ~1);
  cv::Mat luma = frame.luma(cv::Rect({0, 0}, even));
  cv::Mat chroma = half_size_chroma(frame, even);
  if (frame.full_range) {  // to 16-235 and 16-240, which the conversion expects (ITU-R BT.601)
    luma.convertTo(luma, CV_8U, 219.0 / 255, 16);
    chroma.convertTo(chroma, CV_8U, 224.0 / 255, 128 - 128 * 224.0 / 255);
  }
  cv::Mat bgr;
  cv::cvtColorTwoPlane(luma, chroma, bgr, cv::COLOR_YUV2BGR_NV12);
  return bgr;
}

}  // namespace

cv::Mat bgr_of(const Frame& frame) {
  switch (frame.colour_planes) {
    case ColourPlanes::bgr:
      return frame.colour.at(0);
    case ColourPlanes::nv12:
    case ColourPlanes::i420:
      return bgr_of_yuv(frame);
    case ColourPlanes::none:
      break;
  }
  cv::Mat bgr;
  cv::cvtColor(grey8_of(frame.luma), bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

}  // namespace nightjar
