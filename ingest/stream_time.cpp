#include "ingest/stream_time.hpp"

#include <gst/gst.h>

#include <memory>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;

GstCaps* reference() {
  static GstCaps* const caps = gst_caps_new_empty_simple("timestamp/x-nightjar-stream");
  return caps;
}

constexpr GstClockTime kTick_ns = 100'000;  // the finest step of our recordings

// The streaming thread's alone.
struct LastTime {
  GstClockTime ns = 0;
};

/// Of a burst that the network held back, pictures may come without a time or with the one before's.
GstClockTime own_time(const GstBuffer* picture, GstClockTime last) {
  GstClockTime time = GST_BUFFER_PTS(picture);
  if (!GST_CLOCK_TIME_IS_VALID(time)) time = GST_BUFFER_DTS(picture);
  return GST_CLOCK_TIME_IS_VALID(time) && time != last ? time : last + kTick_ns;
}

GstPadProbeReturn on_encoded(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer data) {
  GstBuffer* const buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  auto& last = *static_cast<LastTime*>(data);
  last.ns = GST_BUFFER_PTS(buffer) = own_time(buffer, last.ns);
  gst_buffer_add_reference_timestamp_meta(buffer, reference(), GST_BUFFER_PTS(buffer), GST_CLOCK_TIME_NONE);
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  return GST_PAD_PROBE_OK;
}

}  // namespace

void carry_stream_time(GstElement* decoder) {
  const Pad sink(gst_element_get_static_pad(decoder, "sink"));
  if (!sink) return;
  gst_pad_add_probe(sink.get(), GST_PAD_PROBE_TYPE_BUFFER, on_encoded, new LastTime,
                    [](gpointer last) { delete static_cast<LastTime*>(last); });
}

std::optional<std::chrono::nanoseconds> stream_time_of(const GstBuffer* decoded) {
  const auto* const carried =
      gst_buffer_get_reference_timestamp_meta(const_cast<GstBuffer*>(decoded), reference());
  const GstClockTime time = carried != nullptr ? carried->timestamp : GST_BUFFER_PTS(decoded);
  if (!GST_CLOCK_TIME_IS_VALID(time)) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(time));
}

}  // namespace nightjar
