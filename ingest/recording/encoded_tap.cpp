#include "ingest/recording/encoded_tap.hpp"

#include <gst/gst.h>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Caps = std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>;
using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;

void take_gap(GstEvent* event, Recorder& recorder) {
  GstClockTime at = GST_CLOCK_TIME_NONE;
  GstClockTime length = GST_CLOCK_TIME_NONE;
  gst_event_parse_gap(event, &at, &length);
  const auto in_ns = [](GstClockTime time) {
    return std::chrono::nanoseconds(GST_CLOCK_TIME_IS_VALID(time) ? static_cast<std::int64_t>(time) : 0);
  };
  recorder.take_gap(in_ns(at), in_ns(length));
}

void take_buffers(GstPad* pad, GstPadProbeInfo* info, Recorder& recorder) {
  const Caps caps(gst_pad_get_current_caps(pad));
  if (!caps) return;
  if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0) {
    recorder.take_encoded(GST_PAD_PROBE_INFO_BUFFER(info), caps.get());
    return;
  }
  GstBufferList* const list = GST_PAD_PROBE_INFO_BUFFER_LIST(info);
  for (guint i = 0; i < gst_buffer_list_length(list); ++i) {
    recorder.take_encoded(gst_buffer_list_get(list, i), caps.get());
  }
}

GstPadProbeReturn on_encoded(GstPad* pad, GstPadProbeInfo* info, gpointer data) {
  Recorder& recorder = **static_cast<std::shared_ptr<Recorder>*>(data);
  if ((info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) != 0) {
    GstEvent* const event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) == GST_EVENT_GAP) take_gap(event, recorder);
  } else {
    take_buffers(pad, info, recorder);
  }
  return GST_PAD_PROBE_OK;
}

}  // namespace

void tap_decoder(GstElement* decoder, const std::shared_ptr<Recorder>& recorder) {
  const Pad sink(gst_element_get_static_pad(decoder, "sink"));
  if (!sink) return;
  const auto watched = static_cast<GstPadProbeType>(
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM);
  gst_pad_add_probe(sink.get(), watched, on_encoded, new std::shared_ptr<Recorder>(recorder),
                    [](gpointer held) { delete static_cast<std::shared_ptr<Recorder>*>(held); });
}

}  // namespace nightjar
