#include "ingest/gst_pipeline.hpp"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/rtsp/gstrtsptransport.h>
#include <gst/video/video.h>

#include <algorithm>
#include <string_view>

#include "ingest/closed_by.hpp"
#include "ingest/feed_address.hpp"
#include "ingest/frame_source.hpp"
#include "ingest/gst_container.hpp"
#include "ingest/gst_picture.hpp"
#include "ingest/key_frame_gate.hpp"
#include "ingest/recording/encoded_tap.hpp"
#include "ingest/stream_time.hpp"

namespace nightjar {
namespace {

using Caps = std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>;
using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;

constexpr const char* kFileReader = "file";
constexpr const char* kKindFinder = "kind";

/// What signal handlers need; they own it.
struct Wiring {
  std::shared_ptr<StreamFindings> findings;
  int decoder_threads = 1;
  std::shared_ptr<Recorder> recorder;  // null: nothing is recorded
  bool live = false;
  bool replayed = false;  // from a recording of ours
};

void release_wiring(gpointer wiring, GClosure* /*closure*/) {
  delete static_cast<Wiring*>(wiring);
}

template <typename Handler>
void connect(GstElement* element, const char* signal, Handler handler, const Wiring& wiring) {
  g_signal_connect_data(element, signal, G_CALLBACK(handler), new Wiring(wiring), release_wiring,
                        GConnectFlags{});
}

bool has_property(gpointer object, const char* name) {
  return g_object_class_find_property(G_OBJECT_GET_CLASS(object), name) != nullptr;
}

// Of an RTSP session only video is set up; sound and metadata cost nothing.
gboolean on_select_stream(GstElement* /*rtspsrc*/, guint /*number*/, GstCaps* caps, gpointer wiring) {
  const char* media = gst_structure_get_string(gst_caps_get_structure(caps, 0), "media");
  const bool video = media != nullptr && std::string_view(media) == "video";
  if (!video) static_cast<Wiring*>(wiring)->findings->note_undecodable(media == nullptr ? "data" : media);
  return video ? TRUE : FALSE;
}

void link_to_sink_of(GstPad* pad, GstElement* next) {
  const Pad sink(gst_element_get_static_pad(next, "sink"));
  if (gst_pad_is_linked(sink.get()) == FALSE) gst_pad_link(pad, sink.get());
}

void on_stream_pad(GstElement* /*rtspsrc*/, GstPad* pad, gpointer decodebin) {
  link_to_sink_of(pad, static_cast<GstElement*>(decodebin));
}

void on_decoded_pad(GstElement* /*decodebin*/, GstPad* pad, gpointer convert) {
  const Caps caps(gst_pad_query_caps(pad, nullptr));
  if (media_type_of(caps.get()).rfind("video/x-raw", 0) == 0)
    link_to_sink_of(pad, static_cast<GstElement*>(convert));
}

void on_unknown_type(GstElement* /*decodebin*/, GstPad* /*pad*/, GstCaps* caps, gpointer wiring) {
  static_cast<Wiring*>(wiring)->findings->note_undecodable(media_type_of(caps));
}

// A decoder with threads of its own would hold back a frame for each, and the feeds share the cores anyway;
// qos would make it skip frames that nobody counts.
void on_element_added(GstBin* /*pipeline*/, GstBin* /*bin*/, GstElement* element, gpointer wiring) {
  const auto* wires = static_cast<Wiring*>(wiring);
  GstElementFactory* factory = gst_element_get_factory(element);
  if (factory == nullptr) return;
  // Each recording is to begin with all that a decoder must know.
  if (wires->recorder && has_property(element, "config-interval"))
    g_object_set(element, "config-interval", -1, nullptr);
  const auto video_decoder = GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO |
                             GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE;
  if (gst_element_factory_list_is_type(factory, video_decoder) == FALSE) return;
  if (wires->live) begin_at_key_frame(element);
  if (wires->recorder || wires->replayed) carry_stream_time(element);
  if (wires->recorder) tap_decoder(element, wires->recorder);
  wires->findings->note_video();
  if (has_property(element, "max-threads"))
    g_object_set(element, "max-threads", wires->decoder_threads, nullptr);
  if (has_property(element, "qos")) g_object_set(element, "qos", FALSE, nullptr);
}

// Tells decoders that planes may lie anywhere in a buffer. Without this a decoder whose rows are padded
// copies every picture before it hands it on.
GstPadProbeReturn accept_any_layout(GstPad* /*pad*/, GstPadProbeInfo* probe, gpointer /*unused*/) {
  GstQuery* query = GST_PAD_PROBE_INFO_QUERY(probe);
  if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION) return GST_PAD_PROBE_OK;
  gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
  return GST_PAD_PROBE_HANDLED;
}

void set_up_rtsp(GstElement* source, const FrameSourceOptions& options) {
  const FeedAddress address = parse_feed_address(options.uri);
  const auto silent_after_us = static_cast<guint64>(std::chrono::microseconds(options.silent_after).count());
  // The change from UDP to TCP must come before the feed counts as silent, or it would start over for ever.
  constexpr guint64 kUsualPatience_us = 5'000'000;
  const guint64 udp_patience_us = std::min(kUsualPatience_us, silent_after_us / 2);
  guint transports = GST_RTSP_LOWER_TRANS_UDP | GST_RTSP_LOWER_TRANS_UDP_MCAST | GST_RTSP_LOWER_TRANS_TCP;
  if (options.transport == RtspTransport::tcp) transports = GST_RTSP_LOWER_TRANS_TCP;
  if (options.transport == RtspTransport::udp) {
    transports = GST_RTSP_LOWER_TRANS_UDP | GST_RTSP_LOWER_TRANS_UDP_MCAST;
  }
  g_object_set(source, "location", address.bare.c_str(), "latency",
               static_cast<guint>(options.latency.count()), "protocols", transports, "timeout",
               udp_patience_us, "tcp-timeout", silent_after_us, "add-reference-timestamp-meta", TRUE,
               nullptr);
  if (!address.user.empty()) {
    g_object_set(source, "user-id", address.user.c_str(), "user-pw", address.password.c_str(), nullptr);
  }
}

struct Source {
  GstElement* element;
  bool sorts_streams;  // RTSP: there is no container
};

GstPadProbeReturn on_received(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer taps) {
  GstBuffer* const buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  GstMapInfo map{};
  if (gst_buffer_map(buffer, &map, GST_MAP_READ) == FALSE) return GST_PAD_PROBE_OK;
  static_cast<StreamTaps*>(taps)->received({map.data, map.size});
  gst_buffer_unmap(buffer, &map);
  return GST_PAD_PROBE_OK;
}

void tap_network(GstElement* source, const StreamTaps& taps) {
  if (!taps.received) return;
  const Pad pad(gst_element_get_static_pad(source, "src"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, on_received, new StreamTaps(taps),
                    [](gpointer held) { delete static_cast<StreamTaps*>(held); });
}

Source add_source(GstElement* pipeline, const FrameSourceOptions& options, const StreamTaps& taps) {
  if (!options.path.empty()) {
    GstElement* source = add_element(pipeline, "filesrc", kFileReader);
    g_object_set(source, "location", options.path.c_str(), nullptr);
    return {source, false};
  }
  const std::string scheme = parse_feed_address(options.uri).scheme;
  if (scheme == "rtsp" || scheme == "rtsps") {
    GstElement* source = add_element(pipeline, "rtspsrc", nullptr);
    set_up_rtsp(source, options);
    return {source, true};
  }
  GstElement* source = nullptr;
  if (scheme == "udp") {
    source = add_element(pipeline, "udpsrc", nullptr);
    constexpr gint kSocketBuffer_bytes = 2 << 20;
    g_object_set(source, "uri", parse_feed_address(options.uri).bare.c_str(), "buffer-size",
                 kSocketBuffer_bytes, nullptr);
  } else if (scheme == "srt") {
    source = add_element(pipeline, "srtsrc", nullptr);
    g_object_set(source, "uri", options.uri.c_str(), "latency", static_cast<gint>(options.latency.count()),
                 nullptr);
    if (has_property(source, "auto-reconnect")) g_object_set(source, "auto-reconnect", FALSE, nullptr);
  } else {
    throw FeedError(FeedError::Cause::refused,
                    public_address(options.uri) + ": expected rtsp, srt or udp, a file or a folder");
  }
  tap_network(source, taps);
  // The network is emptied while a picture is being decoded.
  GstElement* queue = add_element(pipeline, "queue", nullptr);
  gst_element_link(source, queue);
  return {queue, false};
}

void set_up_sink(GstElement* sink, const FrameSourceOptions& options) {
  const Caps caps(gst_caps_from_string(kPictureCaps));
  const bool in_time = !is_live(options) && options.pacing == Pacing::realtime;
  g_object_set(sink, "caps", caps.get(), "sync", in_time ? TRUE : FALSE, "max-buffers", 1,
               "enable-last-sample", FALSE, "qos", FALSE, "wait-on-eos", FALSE, nullptr);
  const Pad pad(gst_element_get_static_pad(sink, "sink"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, accept_any_layout, nullptr, nullptr);
}

std::shared_ptr<GstElement> empty_pipeline() {
  return {GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))), gst_object_unref};
}

/// decodebin ! videoconvert ! appsink; the decodebin.
GstElement* add_decoding(GstElement* pipeline, const FrameSourceOptions& options, const Wiring& wiring) {
  connect(pipeline, "deep-element-added", on_element_added, wiring);
  GstElement* decode = add_element(pipeline, "decodebin", nullptr);
  GstElement* convert = add_element(pipeline, "videoconvert", nullptr);
  GstElement* sink = add_element(pipeline, "appsink", "pictures");
  const Caps wanted(gst_caps_from_string("video/x-raw(ANY)"));
  g_object_set(decode, "caps", wanted.get(), "expose-all-streams", FALSE, "force-sw-decoders",
               options.software_decoding ? TRUE : FALSE, nullptr);
  connect(decode, "unknown-type", on_unknown_type, wiring);
  g_signal_connect(decode, "pad-added", G_CALLBACK(on_decoded_pad), convert);
  set_up_sink(sink, options);
  gst_element_link(convert, sink);
  return decode;
}

}  // namespace

void StreamFindings::note_undecodable(const std::string& type) {
  const std::scoped_lock held(lock_);
  if (type.rfind("video/", 0) == 0 || type.rfind("image/", 0) == 0) {
    undecodable_video_ = type;
  } else {
    has_other_ = true;
  }
}

std::string StreamFindings::undecodable_video() const {
  const std::scoped_lock held(lock_);
  return undecodable_video_;
}

bool StreamFindings::has_other_only() const {
  const std::scoped_lock held(lock_);
  return has_other_ && !has_video_ && undecodable_video_.empty();
}

GstElement* add_element(GstElement* pipeline, const char* type, const char* name) {
  GstElement* element = gst_element_factory_make(type, name);
  if (element == nullptr) {
    throw FeedError(FeedError::Cause::refused, std::string("GStreamer has no element ") + type + " here");
  }
  gst_bin_add(GST_BIN(pipeline), element);
  return element;
}

std::string media_type_of(const GstCaps* caps) {
  if (caps == nullptr || gst_caps_get_size(caps) == 0) return "";
  return gst_structure_get_name(gst_caps_get_structure(caps, 0));
}

bool start_pipeline(GstElement* pipeline) {
  const bool begun = gst_element_set_state(pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE;
  for (const char* name : {kKindFinder, kFileReader}) {
    const Element element(gst_bin_get_by_name(GST_BIN(pipeline), name));
    if (!element || gst_element_set_locked_state(element.get(), FALSE) == FALSE) continue;
    gst_element_sync_state_with_parent(element.get());
  }
  return begun;
}

bool is_live(const FrameSourceOptions& options) {
  return options.path.empty();
}

std::shared_ptr<GstElement> build_pipeline(const FrameSourceOptions& options,
                                           const std::shared_ptr<StreamFindings>& findings,
                                           const std::shared_ptr<Recorder>& recorder,
                                           const StreamTaps& taps) {
  std::shared_ptr<GstElement> pipeline = empty_pipeline();
  const Wiring wiring{findings, options.decoder_threads, recorder, is_live(options)};
  const Source source = add_source(pipeline.get(), options, taps);
  GstElement* decode = add_decoding(pipeline.get(), options, wiring);
  if (source.sorts_streams) {
    connect(source.element, "select-stream", on_select_stream, wiring);
    g_signal_connect(source.element, "pad-added", G_CALLBACK(on_stream_pad), decode);
    return pipeline;
  }
  GstElement* kind = add_element(pipeline.get(), "typefind", kKindFinder);
  gst_element_link(source.element, kind);
  read_container(kind, decode, findings, taps);
  if (!is_live(options)) {
    // A file is read at once and would meet elements that are not ready; a live source waits for PLAYING
    // anyway.
    gst_element_set_locked_state(kind, TRUE);
    gst_element_set_locked_state(source.element, TRUE);
  }
  return pipeline;
}

std::shared_ptr<GstElement> build_decoding(const FrameSourceOptions& options,
                                           const std::shared_ptr<StreamFindings>& findings) {
  std::shared_ptr<GstElement> pipeline = empty_pipeline();
  GstElement* input = add_element(pipeline.get(), "appsrc", "encoded");
  constexpr guint64 kMostWaiting_bytes = 4 << 20;
  g_object_set(input, "format", GST_FORMAT_TIME, "max-bytes", kMostWaiting_bytes, "block", TRUE, nullptr);
  gst_element_link(input, add_decoding(pipeline.get(), options,
                                       {findings, options.decoder_threads, nullptr, false, true}));
  return pipeline;
}

}  // namespace nightjar
