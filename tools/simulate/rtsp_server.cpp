#include "tools/simulate/rtsp_server.hpp"

#include <fmt/format.h>
#include <gst/rtsp-server/rtsp-server.h>

#include <map>
#include <stdexcept>
#include <thread>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "tools/simulate/rtsp_camera.hpp"

namespace nightjar {
namespace {

using Server = std::unique_ptr<GstRTSPServer, ClosedBy<g_object_unref>>;
using Context = std::unique_ptr<GMainContext, ClosedBy<g_main_context_unref>>;
using Loop = std::unique_ptr<GMainLoop, ClosedBy<g_main_loop_unref>>;
using Camera = std::shared_ptr<RtspCamera>;

// A sender report each half second, so that clients soon know the capture times.
constexpr guint64 kReportEvery = 500 * GST_MSECOND;

// A stuck client may hold this much; then the oldest goes.
constexpr const char* kLaunch =
    "( appsrc name=camera is-live=true format=time max-bytes=16777216 leaky-type=downstream !"
    " rtph264pay name=pay0 pt=96 config-interval=-1 )";

void on_prepared(GstRTSPMedia* media, gpointer /*unused*/) {
  for (guint i = 0; i < gst_rtsp_media_n_streams(media); ++i) {
    GObject* session = gst_rtsp_stream_get_rtpsession(gst_rtsp_media_get_stream(media, i));
    if (session == nullptr) continue;
    g_object_set(session, "rtcp-min-interval", kReportEvery, nullptr);
    g_object_unref(session);
  }
}

// Reports are to tell when a frame was seen. As GStreamer 1.22 would have it, when it is sent, the reports
// before the pipeline knows its latency tell nonsense.
void on_rtpbin_added(GstBin* /*pipeline*/, GstElement* element, gpointer /*unused*/) {
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), "rtcp-sync-send-time") == nullptr) return;
  g_object_set(element, "rtcp-sync-send-time", FALSE, nullptr);
}

GstPadProbeReturn on_packets(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer data) {
  RtspCamera& camera = **static_cast<Camera*>(data);
  if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0)
    return camera.loses_next_packet() ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
  GstBufferList* packets = gst_buffer_list_make_writable(GST_PAD_PROBE_INFO_BUFFER_LIST(info));
  for (guint i = gst_buffer_list_length(packets); i-- > 0;)
    if (camera.loses_next_packet()) gst_buffer_list_remove(packets, i, 1);
  GST_PAD_PROBE_INFO_DATA(info) = packets;
  return gst_buffer_list_length(packets) > 0 ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

void let_lose_packets(GstElement* bin, const Camera& camera) {
  GstElement* payloader = gst_bin_get_by_name_recurse_up(GST_BIN(bin), "pay0");
  GstPad* packets = gst_element_get_static_pad(payloader, "src");
  const auto both = static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST);
  gst_pad_add_probe(packets, both, on_packets, new Camera(camera),
                    [](gpointer held) { delete static_cast<Camera*>(held); });
  gst_object_unref(packets);
  gst_object_unref(payloader);
}

void on_media_configure(GstRTSPMediaFactory* /*factory*/, GstRTSPMedia* media, gpointer camera) {
  GstElement* bin = gst_rtsp_media_get_element(media);
  GstElement* source = gst_bin_get_by_name_recurse_up(GST_BIN(bin), "camera");
  (*static_cast<Camera*>(camera))->attach(source);
  let_lose_packets(bin, *static_cast<Camera*>(camera));
  g_signal_connect(media, "prepared", G_CALLBACK(on_prepared), nullptr);
  if (GstObject* pipeline = gst_object_get_parent(GST_OBJECT(bin))) {
    g_signal_connect(pipeline, "element-added", G_CALLBACK(on_rtpbin_added), nullptr);
    gst_object_unref(pipeline);
  }
  gst_object_unref(source);
  gst_object_unref(bin);
}

void release_camera(gpointer camera, GClosure* /*closure*/) {
  delete static_cast<Camera*>(camera);
}

GstRTSPMediaFactory* factory_for(const Camera& camera) {
  GstRTSPMediaFactory* factory = gst_rtsp_media_factory_new();
  gst_rtsp_media_factory_set_launch(factory, kLaunch);
  gst_rtsp_media_factory_set_shared(factory, TRUE);
  g_signal_connect_data(factory, "media-configure", G_CALLBACK(on_media_configure), new Camera(camera),
                        release_camera, GConnectFlags{});
  return factory;
}

GstRTSPFilterResult remove_client(GstRTSPServer* /*server*/, GstRTSPClient* /*client*/, gpointer /*unused*/) {
  return GST_RTSP_FILTER_REMOVE;
}

GstRTSPFilterResult remove_session(GstRTSPSessionPool* /*pool*/, GstRTSPSession* /*session*/,
                                   gpointer /*unused*/) {
  return GST_RTSP_FILTER_REMOVE;
}

gboolean quit(gpointer loop) {
  g_main_loop_quit(static_cast<GMainLoop*>(loop));
  return G_SOURCE_REMOVE;
}

}  // namespace

struct RtspServer::Running {
  std::string address;
  std::map<std::string, Camera> cameras;
  Context context{g_main_context_new()};
  Loop loop{g_main_loop_new(context.get(), FALSE)};
  Server server;
  GSource* listening = nullptr;
  std::thread thread;

  void start(const RtspServerOptions& options) {
    address = options.address;
    server.reset(gst_rtsp_server_new());
    gst_rtsp_server_set_address(server.get(), address.c_str());
    gst_rtsp_server_set_service(server.get(), std::to_string(options.port).c_str());
    GstRTSPMountPoints* mounts = gst_rtsp_server_get_mount_points(server.get());
    for (const auto& [mount, camera] : cameras) {
      gst_rtsp_mount_points_add_factory(mounts, mount.c_str(), factory_for(camera));
    }
    g_object_unref(mounts);
    GError* error = nullptr;
    listening = gst_rtsp_server_create_source(server.get(), nullptr, &error);
    if (listening == nullptr) {
      const std::string why = error != nullptr ? error->message : "it may be in use";
      g_clear_error(&error);
      throw std::runtime_error(fmt::format("cannot listen on {}, port {}: {}", address, options.port, why));
    }
    g_source_attach(listening, context.get());
    thread = std::thread([this] {
      g_main_context_push_thread_default(context.get());
      g_main_loop_run(loop.get());
      g_main_context_pop_thread_default(context.get());
    });
  }

  ~Running() {
    if (thread.joinable()) {
      g_main_context_invoke(context.get(), quit, loop.get());
      thread.join();
    }
    if (listening != nullptr) {
      g_source_destroy(listening);
      g_source_unref(listening);
    }
    if (server) close_connections();
    for (const auto& [mount, camera] : cameras) camera->stop();
  }

  void close_connections() {
    g_list_free_full(gst_rtsp_server_client_filter(server.get(), remove_client, nullptr), g_object_unref);
    GstRTSPSessionPool* pool = gst_rtsp_server_get_session_pool(server.get());
    g_list_free_full(gst_rtsp_session_pool_filter(pool, remove_session, nullptr), g_object_unref);
    g_object_unref(pool);
  }
};

RtspServer::RtspServer(RtspServerOptions options) {
  start_gstreamer();
  std::map<std::string, EncodedRecording> recordings;
  for (const ServedFile& served : options.files) recordings[served.mount] = read_recording(served.file);
  running_ = std::make_unique<Running>();
  for (auto& [mount, recording] : recordings) {
    running_->cameras[mount] = std::make_shared<RtspCamera>(mount, std::move(recording), options.on_frame);
  }
  running_->start(options);
}

RtspServer::~RtspServer() = default;

int RtspServer::port() const {
  return gst_rtsp_server_get_bound_port(running_->server.get());
}

std::string RtspServer::uri(const std::string& mount) const {
  return fmt::format("rtsp://{}:{}{}", running_->address, port(), mount);
}

CaptureTime RtspServer::started_at(const std::string& mount) const {
  return running_->cameras.at(mount)->started_at();
}

std::chrono::microseconds RtspServer::duration(const std::string& mount) const {
  return std::chrono::duration_cast<std::chrono::microseconds>(running_->cameras.at(mount)->duration());
}

void RtspServer::lose(const std::string& mount, int one_in) {
  running_->cameras.at(mount)->lose(one_in);
}

void RtspServer::hang(const std::string& mount, bool hangs) {
  running_->cameras.at(mount)->hang(hangs);
}

}  // namespace nightjar
