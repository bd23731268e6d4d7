#include "ingest/gst_picture.hpp"

#include <gst/gst.h>
#include <gst/video/video.h>

namespace nightjar {

const char* const kPictureCaps =
    "video/x-raw, format=(string){ I420, YV12, NV12, GRAY8, GRAY16_LE, Y42B, Y444 }";

namespace {

/// A sample and its pixels, mapped for as long as this lives.
class MappedSample {
 public:
  explicit MappedSample(GstSample* sample) : sample_(sample) {
    GstVideoInfo layout;
    GstCaps* caps = gst_sample_get_caps(sample);
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    mapped_ = caps != nullptr && buffer != nullptr && gst_video_info_from_caps(&layout, caps) != FALSE &&
              gst_video_frame_map(&frame_, &layout, buffer, GST_MAP_READ) != FALSE;
  }
  ~MappedSample() {
    if (mapped_) gst_video_frame_unmap(&frame_);
    gst_sample_unref(sample_);
  }
  MappedSample(const MappedSample&) = delete;
  MappedSample& operator=(const MappedSample&) = delete;

  [[nodiscard]] bool mapped() const { return mapped_; }
  [[nodiscard]] const GstVideoFrame& frame() const { return frame_; }

 private:
  GstSample* sample_;
  GstVideoFrame frame_{};
  bool mapped_ = false;
};

cv::Mat component(const GstVideoFrame& frame, guint index, int type) {
  return {GST_VIDEO_FRAME_COMP_HEIGHT(&frame, index), GST_VIDEO_FRAME_COMP_WIDTH(&frame, index), type,
          GST_VIDEO_FRAME_COMP_DATA(&frame, index),
          static_cast<std::size_t>(GST_VIDEO_FRAME_COMP_STRIDE(&frame, index))};
}

void view_planes(const GstVideoFrame& from, Frame& to) {
  const GstVideoFormat format = GST_VIDEO_FRAME_FORMAT(&from);
  to.luma = component(from, 0, format == GST_VIDEO_FORMAT_GRAY16_LE ? CV_16UC1 : CV_8UC1);
  to.full_range = from.info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
  if (format == GST_VIDEO_FORMAT_GRAY8 || format == GST_VIDEO_FORMAT_GRAY16_LE) return;
  if (format == GST_VIDEO_FORMAT_NV12) {
    to.colour_planes = ColourPlanes::nv12;
    to.colour = {component(from, 1, CV_8UC2)};
  } else {
    to.colour_planes = ColourPlanes::i420;
    to.colour = {component(from, 1, CV_8UC1), component(from, 2, CV_8UC1)};
  }
}

}  // namespace

std::optional<Frame> picture_of(GstSample* sample) {
  auto mapped = std::make_shared<const MappedSample>(sample);
  if (!mapped->mapped()) return std::nullopt;
  Frame frame;
  view_planes(mapped->frame(), frame);
  frame.pixels_owner = std::move(mapped);
  return frame;
}

}  // namespace nightjar
