#include "ingest/gst_source.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <thread>

#include "ingest/closed_by.hpp"
#include "ingest/gst_failure.hpp"
#include "ingest/gst_library.hpp"
#include "ingest/gst_opening.hpp"
#include "ingest/gst_pipeline.hpp"

namespace nightjar {
namespace {

using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Steady = std::chrono::steady_clock;

void check_file(const FrameSourceOptions& options) {
  if (is_live(options)) return;
  const std::string place = place_of(options);
  std::error_code error;
  const auto status = std::filesystem::status(options.path, error);
  if (!std::filesystem::exists(status))
    throw FeedError(FeedError::Cause::refused, place + ": there is no such file");
  if (!std::filesystem::is_regular_file(status)) {
    throw FeedError(FeedError::Cause::refused, place + ": is no file, expected a recording");
  }
  if (std::filesystem::file_size(options.path, error) == 0 && !error) {
    throw FeedError(FeedError::Cause::corrupt, place + ": the file is empty");
  }
}

GstFlowReturn on_sample(GstAppSink* sink, gpointer opening) {
  GstSample* sample = gst_app_sink_pull_sample(sink);
  if (sample == nullptr) return GST_FLOW_EOS;
  return (*static_cast<std::shared_ptr<GstOpening>*>(opening))->take_in(sample) ? GST_FLOW_OK
                                                                                : GST_FLOW_FLUSHING;
}

GstBusSyncReply on_message(GstBus* /*bus*/, GstMessage* message, gpointer opening) {
  (*static_cast<std::shared_ptr<GstOpening>*>(opening))->take_message(message);
  gst_message_unref(message);
  return GST_BUS_DROP;
}

}  // namespace

GstSource::GstSource(FrameSourceOptions options, std::shared_ptr<Recorder> recorder, const StreamTaps& taps) {
  check_file(options);
  start_gstreamer();
  opening_ = std::make_shared<GstOpening>(std::move(options), std::move(recorder));
  opening_->pipeline = build_pipeline(opening_->options, opening_->findings, opening_->recorder, taps);
  GstElement* pipeline = opening_->pipeline.get();

  const Bus bus(gst_element_get_bus(pipeline));
  gst_bus_set_sync_handler(bus.get(), on_message, new std::shared_ptr<GstOpening>(opening_),
                           [](gpointer held) { delete static_cast<std::shared_ptr<GstOpening>*>(held); });
  GstAppSinkCallbacks callbacks{};
  callbacks.new_sample = on_sample;
  const Element sink(gst_bin_get_by_name(GST_BIN(pipeline), "pictures"));
  gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &callbacks, new std::shared_ptr<GstOpening>(opening_),
                             [](gpointer held) { delete static_cast<std::shared_ptr<GstOpening>*>(held); });
  if (!start_pipeline(pipeline)) {
    // Only if no element said more in a message.
    opening_->frames.fail(std::make_exception_ptr(
        FeedError(FeedError::Cause::refused, place_of(opening_->options) + ": cannot be opened")));
  }
}

// Setting a pipeline down may hang in a driver or on a network; then it is left to itself, with all it uses.
GstSource::~GstSource() {
  constexpr std::chrono::seconds kPatience{3};
  opening_->frames.close();
  for (const Frame& frame : opening_->frames.left()) opening_->note(frame, FrameOutcome::waiting);
  std::promise<void> closed;
  const std::future<void> done = closed.get_future();
  std::thread closing([opening = opening_, closed = std::move(closed)]() mutable {
    gst_element_set_state(opening->pipeline.get(), GST_STATE_NULL);
    const Bus bus(gst_element_get_bus(opening->pipeline.get()));
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
    const Element sink(gst_bin_get_by_name(GST_BIN(opening->pipeline.get()), "pictures"));
    GstAppSinkCallbacks none{};
    gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &none, nullptr, nullptr);
    closed.set_value();
  });
  if (done.wait_for(kPatience) == std::future_status::ready) {
    closing.join();
  } else {
    spdlog::error("feed {}: its pipeline does not close and is left behind", opening_->options.feed);
    closing.detach();
  }
}

std::optional<Frame> GstSource::next(std::stop_token stop) {
  try {
    return take_next(stop);
  } catch (const FeedError&) {
    if (!is_live(opening_->options)) opening_->complain_of_early_end();
    throw;
  }
}

std::optional<Frame> GstSource::take_next(const std::stop_token& stop) {
  GstOpening& opening = *opening_;
  const Steady::time_point asked_at = Steady::now();
  while (!stop.stop_requested()) {
    constexpr std::chrono::milliseconds kLook{250};
    const Steady::time_point silent_at = opening.silent_at(asked_at);
    if (auto frame = opening.frames.take(stop, std::min(silent_at, Steady::now() + kLook))) {
      opening.tell_news();
      return frame;
    }
    opening.tell_stalled_fault(asked_at);
    if (!stop.stop_requested() && Steady::now() >= opening.silent_at(asked_at)) {
      throw FeedError(FeedError::Cause::silent,
                      fmt::format("{}: no picture for {:.3g} s", place_of(opening.options),
                                  std::chrono::duration<double>(opening.options.silent_after).count()));
    }
  }
  return std::nullopt;
}

FrameCounts GstSource::counts() const {
  return opening_->frames.counts();
}

std::optional<double> GstSource::progress() const {
  if (is_live(opening_->options)) return std::nullopt;
  if (opening_->over) return 1.0;
  const auto whole = opening_->length();
  if (!whole) return std::nullopt;
  const std::chrono::duration<double> reached = std::chrono::microseconds(opening_->newest_us);
  return std::clamp(reached / *whole, 0.0, 1.0);
}

}  // namespace nightjar
