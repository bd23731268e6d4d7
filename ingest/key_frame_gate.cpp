#include "ingest/key_frame_gate.hpp"

#include <gst/gst.h>

#include <memory>
#include <optional>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;

constexpr gint64 kPatience_us = 5'000'000;  // longer than the distance of key frames that cameras are set to

// The streaming thread's alone.
struct Gate {
  std::optional<gint64> waiting_since_us;
};

GstPadProbeReturn on_encoded(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer data) {
  auto& gate = *static_cast<Gate*>(data);
  const GstBuffer* const buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  if (!GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT)) return GST_PAD_PROBE_REMOVE;
  const gint64 now_us = g_get_monotonic_time();
  if (!gate.waiting_since_us) gate.waiting_since_us = now_us;
  return now_us - *gate.waiting_since_us < kPatience_us ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_REMOVE;
}

}  // namespace

void begin_at_key_frame(GstElement* decoder) {
  const Pad sink(gst_element_get_static_pad(decoder, "sink"));
  if (!sink) return;
  gst_pad_add_probe(sink.get(), GST_PAD_PROBE_TYPE_BUFFER, on_encoded, new Gate,
                    [](gpointer gate) { delete static_cast<Gate*>(gate); });
}

}  // namespace nightjar
