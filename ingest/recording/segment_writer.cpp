#include "ingest/recording/segment_writer.hpp"

#include <fcntl.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>

#include "ingest/closed_by.hpp"
#include "ingest/gst_pipeline.hpp"

namespace nightjar {
namespace {

using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;

constexpr gint64 kTick_ns = 100'000;
// 16 bits of ticks count from a cluster's beginning, back as well as forth.
constexpr gint64 kCluster_ns = 1'000'000'000;

/// H.264 and H.265 are told apart into pictures in one way by streams and in another by Matroska; their
/// parsers translate.
const char* translator_of(const GstCaps* caps) {
  const std::string type = media_type_of(caps);
  if (type == "video/x-h264") return "h264parse";
  if (type == "video/x-h265") return "h265parse";
  return nullptr;
}

std::shared_ptr<GstElement> owned(GstElement* element) {
  return {GST_ELEMENT(gst_object_ref(element)), gst_object_unref};
}

}  // namespace

SegmentWriter::SegmentWriter(std::filesystem::path file, const EncodedPicture& first)
    : path_(std::move(file)),
      pipeline_(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))), gst_object_unref) {
  GstElement* input = add_element(pipeline_.get(), "appsrc", nullptr);
  input_ = owned(input);
  g_object_set(input, "caps", first.caps.get(), "format", GST_FORMAT_TIME, "max-bytes", guint64{0}, nullptr);
  GstElement* last = input;
  if (const char* translator = translator_of(first.caps.get())) {
    last = add_element(pipeline_.get(), translator, nullptr);
    gst_element_link(input, last);
  }
  GstElement* container = add_element(pipeline_.get(), "matroskamux", nullptr);
  g_object_set(container, "timecodescale", kTick_ns, "max-cluster-duration", kCluster_ns, "writing-app",
               "nightjar", nullptr);
  GstElement* output = add_element(pipeline_.get(), "filesink", nullptr);
  constexpr int kUnbuffered = 2;
  g_object_set(output, "location", path_.c_str(), "buffer-mode", kUnbuffered, "sync", FALSE, "async", FALSE,
               nullptr);
  if (gst_element_link(last, container) == FALSE || gst_element_link(container, output) == FALSE) {
    throw std::runtime_error(path_.string() + ": Matroska does not hold " + media_type_of(first.caps.get()));
  }
  gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  const int why = errno;
  if (file_ >= 0) return;
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  throw std::runtime_error(path_.string() + ": " + std::strerror(why));
}

SegmentWriter::~SegmentWriter() {
  constexpr GstClockTime kPatience = 5 * GST_SECOND;
  if (!broken_) {
    gst_app_src_end_of_stream(GST_APP_SRC(input_.get()));
    const Bus bus(gst_element_get_bus(pipeline_.get()));
    const auto over = static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    const Message message(gst_bus_timed_pop_filtered(bus.get(), kPatience, over));
  }
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
  ::fdatasync(file_);
  ::close(file_);
}

void SegmentWriter::throw_fault() {
  const Bus bus(gst_element_get_bus(pipeline_.get()));
  const Message message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
  if (!message) return;
  broken_ = true;
  GError* error = nullptr;
  gst_message_parse_error(message.get(), &error, nullptr);
  const std::string why = error->message;
  g_clear_error(&error);
  throw std::runtime_error(path_.string() + ": " + why);
}

void SegmentWriter::write(const EncodedPicture& picture) {
  constexpr guint64 kMostWaiting_bytes = 4 << 20;
  GstAppSrc* const input = GST_APP_SRC(input_.get());
  throw_fault();
  gst_app_src_push_buffer(input, gst_buffer_ref(picture.buffer.get()));
  bytes_ += picture.bytes;
  while (gst_app_src_get_current_level_bytes(input) > kMostWaiting_bytes) {
    throw_fault();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void SegmentWriter::sync() {
  throw_fault();
  if (::fdatasync(file_) != 0) throw std::runtime_error(path_.string() + ": " + std::strerror(errno));
}

}  // namespace nightjar
