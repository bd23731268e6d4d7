#include "tools/simulate/video_transport.hpp"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"

namespace nightjar {
namespace {

using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;

constexpr const char* kPipeline =
    "filesrc name=video ! qtdemux ! h264parse config-interval=-1 "
    "! video/x-h264,stream-format=byte-stream,alignment=au ! queue ! mpegtsmux name=mux ! filesink name=file "
    "appsrc name=metadata format=time caps=meta/x-klv,parsed=true max-bytes=0 ! mux.";

[[noreturn]] void fail(const std::filesystem::path& file, GError* error) {
  const std::string line = file.string() + ": " + (error == nullptr ? "cannot be written" : error->message);
  g_clear_error(&error);
  throw std::runtime_error(line);
}

void set_location(GstElement* pipeline, const char* name, const std::filesystem::path& file) {
  const Element element(gst_bin_get_by_name(GST_BIN(pipeline), name));
  g_object_set(element.get(), "location", file.c_str(), nullptr);
}

void hand_over(GstElement* pipeline, const std::vector<TimedPacket>& packets) {
  const Element source(gst_bin_get_by_name(GST_BIN(pipeline), "metadata"));
  for (const TimedPacket& packet : packets) {
    GstBuffer* buffer = gst_buffer_new_allocate(nullptr, packet.bytes.size(), nullptr);
    gst_buffer_fill(buffer, 0, packet.bytes.data(), packet.bytes.size());
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(std::llround(packet.time_s * GST_SECOND));
    GST_BUFFER_DTS(buffer) = GST_BUFFER_PTS(buffer);
    gst_app_src_push_buffer(GST_APP_SRC(source.get()), buffer);
  }
  gst_app_src_end_of_stream(GST_APP_SRC(source.get()));
}

}  // namespace

void write_transport_stream(const std::filesystem::path& file, const std::filesystem::path& mp4,
                            const std::vector<TimedPacket>& packets) {
  start_gstreamer();
  GError* error = nullptr;
  const Element pipeline(gst_parse_launch(kPipeline, &error));
  if (error != nullptr) fail(file, error);
  set_location(pipeline.get(), "video", mp4);
  set_location(pipeline.get(), "file", file);
  const Bus bus(gst_element_get_bus(pipeline.get()));
  hand_over(pipeline.get(), packets);
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const auto awaited = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  const Message message(gst_bus_timed_pop_filtered(bus.get(), 300 * GST_SECOND, awaited));
  if (message && GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR)
    gst_message_parse_error(message.get(), &error, nullptr);
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  if (!message || error != nullptr) fail(file, error);
}

}  // namespace nightjar
