#include "tools/simulate/video_writer.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "tools/simulate/video_container.hpp"

namespace nightjar {
namespace {

using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Caps = std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;

constexpr guint64 kMostWaiting_bytes = 64 << 20;

std::string muxer_for(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending == ".mp4") return "mp4mux";
  if (ending == ".mkv") return "matroskamux";
  if (ending == ".ts") return "mpegtsmux";
  throw std::invalid_argument(file.string() + ": expected the ending .mp4, .mkv or .ts");
}

std::string encoder_for(const VideoWriterOptions& options) {
  const auto keyframe_every = std::max(1L, std::lround(options.fps * options.keyframe_every_s));
  const std::string rate = options.bitrate_kbps ? fmt::format("pass=cbr bitrate={}", *options.bitrate_kbps)
                                                : fmt::format("pass=quant quantizer={}", options.quality);
  return fmt::format(
      "x264enc speed-preset={} {} key-int-max={} bframes=0 threads=1 sliced-threads=false byte-stream=false"
      " option-string=\"scenecut=0\" ! h264parse",
      options.preset, rate, keyframe_every);
}

std::string pipeline_for(const std::filesystem::path& file, int type, const VideoWriterOptions& options) {
  const bool deep = type == CV_16UC1;
  if (deep && file.extension() != ".mkv") {
    throw std::invalid_argument(file.string() + ": 16-bit pictures need the ending .mkv");
  }
  return fmt::format("appsrc name=pictures format=time ! {} ! {} ! filesink name=file",
                     deep ? "avenc_ffv1 threads=1 slices=4" : encoder_for(options), muxer_for(file));
}

GstVideoInfo layout_of(const cv::Mat& picture, double fps) {
  const bool deep = picture.type() == CV_16UC1;
  GstVideoInfo layout;
  gst_video_info_set_format(&layout, deep ? GST_VIDEO_FORMAT_GRAY16_LE : GST_VIDEO_FORMAT_I420,
                            static_cast<guint>(picture.cols), static_cast<guint>(picture.rows));
  gst_util_double_to_fraction(fps, &layout.fps_n, &layout.fps_d);
  if (!deep) {
    const bool grey = picture.type() == CV_8UC1;
    layout.colorimetry = {grey ? GST_VIDEO_COLOR_RANGE_0_255 : GST_VIDEO_COLOR_RANGE_16_235,
                          GST_VIDEO_COLOR_MATRIX_BT601, GST_VIDEO_TRANSFER_BT601,
                          GST_VIDEO_COLOR_PRIMARIES_SMPTE170M};
  }
  return layout;
}

/// Y, U and V as matrices one below the other.
cv::Mat i420_of(const cv::Mat& picture) {
  cv::Mat i420;
  if (picture.type() == CV_8UC3) {
    cv::cvtColor(picture, i420, cv::COLOR_BGR2YUV_I420);
    return i420;
  }
  i420 = cv::Mat(picture.rows * 3 / 2, picture.cols, CV_8UC1, cv::Scalar(128));
  picture.copyTo(i420.rowRange(0, picture.rows));
  return i420;
}

void copy_plane(const cv::Mat& from, GstVideoFrame& to, guint plane) {
  cv::Mat target(from.rows, from.cols, from.type(), GST_VIDEO_FRAME_PLANE_DATA(&to, plane),
                 static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&to, plane)));
  from.copyTo(target);
}

GstBuffer* buffer_of(const cv::Mat& picture, const GstVideoInfo& layout) {
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, layout.size, nullptr);
  GstVideoFrame mapped;
  if (gst_video_frame_map(&mapped, &layout, buffer, GST_MAP_WRITE) == FALSE) {
    gst_buffer_unref(buffer);
    throw std::runtime_error("no memory for a picture");
  }
  if (picture.type() == CV_16UC1) {
    copy_plane(picture, mapped, 0);
  } else {
    const cv::Mat i420 = i420_of(picture);
    const std::size_t luma_size = picture.total();
    copy_plane(i420.rowRange(0, picture.rows), mapped, 0);
    for (guint plane = 1; plane <= 2; ++plane) {
      unsigned char* chroma = i420.data + luma_size + (plane - 1) * luma_size / 4;
      copy_plane(cv::Mat(picture.rows / 2, picture.cols / 2, CV_8UC1, chroma), mapped, plane);
    }
  }
  gst_video_frame_unmap(&mapped);
  return buffer;
}

void throw_error(GstMessage& message, const std::filesystem::path& file) {
  GError* error = nullptr;
  gst_message_parse_error(&message, &error, nullptr);
  const std::string line = file.string() + ": " + error->message;
  g_clear_error(&error);
  throw std::runtime_error(line);
}

}  // namespace

struct VideoWriter::Encoder {
  Element pipeline;
  Element source;
  Bus bus;
  GstVideoInfo layout{};
  cv::Size size;
  int type = 0;

  Encoder(const std::filesystem::path& file, const cv::Mat& first, const VideoWriterOptions& options)
      : size(first.size()), type(first.type()) {
    start_gstreamer();
    GError* error = nullptr;
    pipeline.reset(gst_parse_launch(pipeline_for(file, type, options).c_str(), &error));
    if (error != nullptr) {
      const std::string line = file.string() + ": " + error->message;
      g_clear_error(&error);
      throw std::runtime_error(line);
    }
    source.reset(gst_bin_get_by_name(GST_BIN(pipeline.get()), "pictures"));
    bus.reset(gst_element_get_bus(pipeline.get()));
    const Element sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "file"));
    g_object_set(sink.get(), "location", file.c_str(), nullptr);
    layout = layout_of(first, options.fps);
    const Caps caps(gst_video_info_to_caps(&layout));
    gst_app_src_set_caps(GST_APP_SRC(source.get()), caps.get());
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  }
  ~Encoder() {
    if (pipeline) gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// Waits until the encoder has taken most of what it was given.
  void wait_for_room(const std::filesystem::path& file) {
    do {
      const bool full = gst_app_src_get_current_level_bytes(GST_APP_SRC(source.get())) > kMostWaiting_bytes;
      const Message message(
          gst_bus_timed_pop_filtered(bus.get(), full ? 5 * GST_MSECOND : 0, GST_MESSAGE_ERROR));
      if (message) throw_error(*message, file);
      if (!full) return;
    } while (true);
  }
};

VideoWriter::VideoWriter(std::filesystem::path file, VideoWriterOptions options)
    : file_(std::move(file)), options_(std::move(options)) {
  muxer_for(file_);
  if (!(options_.fps > 0)) throw std::invalid_argument("fps: expected more than 0");
}

VideoWriter::~VideoWriter() = default;

void VideoWriter::write(const cv::Mat& picture) {
  const int type = picture.type();
  if (picture.empty() || (type != CV_8UC1 && type != CV_8UC3 && type != CV_16UC1)) {
    throw std::invalid_argument("expected a picture of 8 bits, grey or BGR, or of 16 bits, grey");
  }
  if (type != CV_16UC1 && (picture.cols % 2 != 0 || picture.rows % 2 != 0)) {
    throw std::invalid_argument(fmt::format("{} x {}: H.264 needs even sizes", picture.cols, picture.rows));
  }
  if (!encoder_) encoder_ = std::make_unique<Encoder>(file_, picture, options_);
  if (picture.size() != encoder_->size || type != encoder_->type) {
    throw std::invalid_argument("all pictures of a recording have one size and type");
  }
  encoder_->wait_for_room(file_);
  GstBuffer* buffer = buffer_of(picture, encoder_->layout);
  const auto fps_n = static_cast<guint64>(encoder_->layout.fps_n);
  const auto fps_d = static_cast<guint64>(encoder_->layout.fps_d);
  GST_BUFFER_PTS(buffer) = gst_util_uint64_scale(written_ * GST_SECOND, fps_d, fps_n);
  GST_BUFFER_DURATION(buffer) = gst_util_uint64_scale(GST_SECOND, fps_d, fps_n);
  if (gst_app_src_push_buffer(GST_APP_SRC(encoder_->source.get()), buffer) != GST_FLOW_OK) {
    encoder_->wait_for_room(file_);
    throw std::runtime_error(file_.string() + ": the encoder takes no more pictures");
  }
  ++written_;
}

void VideoWriter::finish() {
  if (!encoder_) throw std::runtime_error(file_.string() + ": no picture was written");
  gst_app_src_end_of_stream(GST_APP_SRC(encoder_->source.get()));
  const auto awaited = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  const Message message(gst_bus_timed_pop_filtered(encoder_->bus.get(), 300 * GST_SECOND, awaited));
  if (!message) throw std::runtime_error(file_.string() + ": the encoder does not finish");
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) throw_error(*message, file_);
  encoder_.reset();
  settle_container(file_, options_.started_at);
}

}  // namespace nightjar
