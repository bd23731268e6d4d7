#include "ingest/gst_container.hpp"

#include <gst/gst.h>

#include <chrono>
#include <string>

#include "ingest/closed_by.hpp"
#include "ingest/frame_source.hpp"

namespace nightjar {
namespace {

using Caps = std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>;
using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;
using FactoryList = std::unique_ptr<GList, ClosedBy<gst_plugin_feature_list_free>>;

struct Reading {
  GstElement* decode;  // lives in the same pipeline as the elements that signal
  std::shared_ptr<StreamFindings> findings;
  StreamTaps taps;
};

void release_reading(gpointer reading, GClosure* /*closure*/) {
  delete static_cast<Reading*>(reading);
}

template <typename Handler>
void connect(GstElement* element, const char* signal, Handler handler, const Reading& reading) {
  g_signal_connect_data(element, signal, G_CALLBACK(handler), new Reading(reading), release_reading,
                        GConnectFlags{});
}

bool is_picture_type(const std::string& type) {
  return type.rfind("video/", 0) == 0 || type.rfind("image/", 0) == 0;
}

void tell_lack_of_video(GstElement* element) {
  GST_ELEMENT_ERROR(element, STREAM, WRONG_TYPE, ("no video in it"), (nullptr));
}

GstPadProbeReturn on_demuxed(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer taps) {
  GstBuffer* const buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  GstMapInfo map{};
  if (!GST_CLOCK_TIME_IS_VALID(GST_BUFFER_PTS(buffer))) return GST_PAD_PROBE_OK;
  if (gst_buffer_map(buffer, &map, GST_MAP_READ) == FALSE) return GST_PAD_PROBE_OK;
  static_cast<StreamTaps*>(taps)->demuxed(
      {map.data, map.size}, std::chrono::nanoseconds(static_cast<std::int64_t>(GST_BUFFER_PTS(buffer))));
  gst_buffer_unmap(buffer, &map);
  return GST_PAD_PROBE_OK;
}

void show_pictures(GstPad* pad, const StreamTaps& taps) {
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_demuxed, new StreamTaps(taps),
                    [](gpointer held) { delete static_cast<StreamTaps*>(held); });
}

void on_stream_found(GstElement* /*demuxer*/, GstPad* pad, gpointer data) {
  const auto* reading = static_cast<Reading*>(data);
  const Caps caps(gst_pad_query_caps(pad, nullptr));  // some tell them only after this signal
  const std::string type = media_type_of(caps.get());
  if (!is_picture_type(type)) {
    reading->findings->note_undecodable(type);
    return;
  }
  reading->findings->note_video();
  const Pad sink(gst_element_get_static_pad(reading->decode, "sink"));
  if (gst_pad_is_linked(sink.get()) != FALSE) return;
  if (reading->taps.demuxed) show_pictures(pad, reading->taps);
  gst_pad_link(pad, sink.get());
}

void on_all_streams_found(GstElement* demuxer, gpointer data) {
  if (!static_cast<Reading*>(data)->findings->has_video()) tell_lack_of_video(demuxer);
}

/// The best-ranked demuxer for what was found; null: it needs none.
GstElement* make_demuxer(GstCaps* found) {
  const FactoryList all(
      gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DEMUXER, GST_RANK_MARGINAL));
  const FactoryList fit(gst_element_factory_list_filter(all.get(), found, GST_PAD_SINK, FALSE));
  GList* best = g_list_sort(g_list_copy(fit.get()), gst_plugin_feature_rank_compare_func);
  GstElement* demuxer =
      best == nullptr ? nullptr : gst_element_factory_create(GST_ELEMENT_FACTORY(best->data), nullptr);
  g_list_free(best);
  return demuxer;
}

void on_kind_found(GstElement* typefind, guint /*probability*/, GstCaps* found, gpointer data) {
  const auto* reading = static_cast<Reading*>(data);
  const bool sound = media_type_of(found).rfind("audio/", 0) == 0;
  GstElement* next = sound ? nullptr : make_demuxer(found);
  if (next != nullptr) {
    gst_bin_add(GST_BIN(GST_OBJECT_PARENT(typefind)), next);
    connect(next, "pad-added", on_stream_found, *reading);
    connect(next, "no-more-pads", on_all_streams_found, *reading);
    gst_element_link(typefind, next);
    gst_element_sync_state_with_parent(next);
  } else if (is_picture_type(media_type_of(found))) {
    gst_element_link(typefind, reading->decode);
  } else {
    reading->findings->note_undecodable(media_type_of(found));
    tell_lack_of_video(typefind);
  }
}

}  // namespace

void read_container(GstElement* typefind, GstElement* decode, const std::shared_ptr<StreamFindings>& findings,
                    const StreamTaps& taps) {
  connect(typefind, "have-type", on_kind_found, Reading{decode, findings, taps});
}

}  // namespace nightjar
