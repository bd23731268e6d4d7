#include "ingest/recording/segment_reader.hpp"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include <utility>

#include "ingest/closed_by.hpp"
#include "ingest/gst_pipeline.hpp"

namespace nightjar {
namespace {

using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;
using Pad = std::unique_ptr<GstPad, ClosedBy<gst_object_unref>>;
using Sample = std::unique_ptr<GstSample, ClosedBy<gst_sample_unref>>;

void on_stream(GstElement* /*demuxer*/, GstPad* pad, gpointer output) {
  const Pad sink(gst_element_get_static_pad(static_cast<GstElement*>(output), "sink"));
  if (gst_pad_is_linked(sink.get()) == FALSE) gst_pad_link(pad, sink.get());
}

}  // namespace

SegmentReader::SegmentReader(std::filesystem::path file)
    : path_(std::move(file)),
      pipeline_(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))), gst_object_unref) {
  GstElement* input = add_element(pipeline_.get(), "filesrc", nullptr);
  GstElement* demuxer = add_element(pipeline_.get(), "matroskademux", nullptr);
  GstElement* output = add_element(pipeline_.get(), "appsink", nullptr);
  output_ = {GST_ELEMENT(gst_object_ref(output)), gst_object_unref};
  g_object_set(input, "location", path_.c_str(), nullptr);
  g_object_set(output, "sync", FALSE, "max-buffers", 8, "enable-last-sample", FALSE, "wait-on-eos", FALSE,
               nullptr);
  g_signal_connect(demuxer, "pad-added", G_CALLBACK(on_stream), output);
  gst_element_link(input, demuxer);
  gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
}

SegmentReader::~SegmentReader() {
  gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

/// A file that breaks off before its first picture gives an error and no end.
bool SegmentReader::is_over() {
  if (gst_app_sink_is_eos(GST_APP_SINK(output_.get())) != FALSE || !fault_.empty()) return true;
  const Bus bus(gst_element_get_bus(pipeline_.get()));
  const Message message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
  if (!message) return false;
  GError* error = nullptr;
  gst_message_parse_error(message.get(), &error, nullptr);
  fault_ = error->message;
  g_clear_error(&error);
  return false;  // pictures before the fault may still be on their way
}

std::optional<EncodedPicture> SegmentReader::next() {
  constexpr GstClockTime kLook = 100 * GST_MSECOND;
  constexpr int kPatience = 100;  // looks
  for (int looks = 0; looks < kPatience; ++looks) {
    const Sample sample(gst_app_sink_try_pull_sample(GST_APP_SINK(output_.get()), kLook));
    if (sample)
      return encoded_picture(gst_sample_get_buffer(sample.get()), gst_sample_get_caps(sample.get()));
    if (is_over()) return std::nullopt;
  }
  fault_ = "no picture can be read from it";
  return std::nullopt;
}

}  // namespace nightjar
