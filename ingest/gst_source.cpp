#include "ingest/gst_source.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "ingest/capture_clock.hpp"
#include "ingest/closed_by.hpp"
#include "ingest/gst_failure.hpp"
#include "ingest/gst_library.hpp"
#include "ingest/gst_picture.hpp"
#include "ingest/gst_pipeline.hpp"
#include "ingest/gst_times.hpp"
#include "ingest/newest_frames.hpp"

namespace nightjar {
namespace {

using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Sample = std::unique_ptr<GstSample, ClosedBy<gst_sample_unref>>;
using Steady = std::chrono::steady_clock;

NewestFrames::WhenFull when_full(Pacing pacing) {
  return pacing == Pacing::lossless ? NewestFrames::WhenFull::wait : NewestFrames::WhenFull::drop_oldest;
}

std::optional<std::chrono::nanoseconds> pts_of(const GstBuffer* buffer) {
  if (buffer == nullptr || !GST_BUFFER_PTS_IS_VALID(buffer)) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(GST_BUFFER_PTS(buffer)));
}

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

}  // namespace

/// One life of a pipeline: what its threads write and the feed's thread reads.
struct GstSource::Opening {
  FrameSourceOptions options;
  std::shared_ptr<Recorder> recorder;  // null: nothing is recorded
  std::shared_ptr<StreamFindings> findings = std::make_shared<StreamFindings>();
  NewestFrames frames;
  std::shared_ptr<GstElement> pipeline;
  Steady::time_point opened_at = Steady::now();
  std::atomic<bool> had_frames = false;
  std::atomic<bool> over = false;
  std::atomic<std::int64_t> newest_us = 0;  // time in the recording

  // The streaming thread's alone.
  LiveClock live_clock;
  std::optional<std::chrono::microseconds> begins_at;  // a recording's first picture, in its own time
  std::atomic<std::int64_t> recorded_at_us = kNoDate;  // the container's date

  std::mutex lock;
  std::optional<std::string> news;  // of the clock, for the feed's thread
  bool clock_lies = false;
  std::exception_ptr fault;  // of a file, kept back while pictures read before it are still on their way
  Steady::time_point fault_at;

  static constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::min();

  Opening(FrameSourceOptions from, std::shared_ptr<Recorder> to)
      : options(std::move(from)),
        recorder(std::move(to)),
        frames(when_full(options.pacing), [this](const Frame& frame) { note(frame, FrameOutcome::dropped); }),
        live_clock(LiveClockOptions{.trusted_within = options.clock_trusted_within}) {}

  bool take_in(GstSample* sample);
  void take_broken(GstBuffer* buffer);
  void note(const Frame& frame, FrameOutcome outcome);
  bool stamp(Frame& frame, GstSample* sample);
  void stamp_live(Frame& frame, GstSample* sample);
  bool stamp_recorded(Frame& frame, GstSample* sample);
  void take_message(GstMessage* message);
  void take_error(const GError& error);
  void end();
  void tell_stalled_fault(Steady::time_point asked_at);
  void tell_news();
  [[nodiscard]] Steady::time_point silent_at(Steady::time_point asked_at) const;
  [[nodiscard]] std::optional<std::chrono::nanoseconds> length() const;
  void complain_of_early_end() const;

  static GstFlowReturn on_sample(GstAppSink* sink, gpointer opening);
  static GstBusSyncReply on_message(GstBus* bus, GstMessage* message, gpointer opening);
};

bool GstSource::Opening::take_in(GstSample* pulled) {
  Sample sample(pulled);
  GstBuffer* buffer = gst_sample_get_buffer(sample.get());
  if (!begins_at) begins_at = time_in_recording(sample.get());
  if (buffer == nullptr || GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_CORRUPTED)) {
    take_broken(buffer);
    return true;
  }
  auto frame = picture_of(gst_sample_ref(sample.get()));
  if (!frame) {
    take_broken(buffer);
    return true;
  }
  frame->stream_pts = pts_of(buffer);
  if (!stamp(*frame, sample.get())) return false;
  newest_us = time_in_recording(sample.get()).count();
  frame->feed = options.feed;
  had_frames = true;
  return frames.push(std::move(*frame));
}

void GstSource::Opening::take_broken(GstBuffer* buffer) {
  RecordedFrame broken;
  broken.sequence = frames.count_broken();
  broken.outcome = FrameOutcome::broken;
  broken.pts = pts_of(buffer);
  if (recorder) recorder->take_frame(std::move(broken));
}

void GstSource::Opening::note(const Frame& frame, FrameOutcome outcome) {
  if (recorder) recorder->take_frame(recorded(frame, outcome));
}

bool GstSource::Opening::stamp(Frame& frame, GstSample* sample) {
  if (!is_live(options)) return stamp_recorded(frame, sample);
  stamp_live(frame, sample);
  return true;
}

void GstSource::Opening::stamp_live(Frame& frame, GstSample* sample) {
  const auto stamped = live_clock.stamp(arrival_of(sample, pipeline.get()), camera_time_of(sample));
  frame.captured_at = stamped.captured_at;
  frame.clock = stamped.clock;
  if (auto told = live_clock.take_news()) {
    const std::scoped_lock held(lock);
    news = std::move(told);
    clock_lies = live_clock.camera_lies();
  }
}

bool GstSource::Opening::stamp_recorded(Frame& frame, GstSample* sample) {
  std::optional<CaptureTime> began = options.started_at;
  if (!began && recorded_at_us != kNoDate)
    began = CaptureTime(std::chrono::microseconds(recorded_at_us.load()));
  if (!began) {
    frames.fail(std::make_exception_ptr(
        FeedError(FeedError::Cause::refused,
                  place_of(options) + ": recording without a date of its own: give started_at")));
    return false;
  }
  frame.captured_at = *began + (time_in_recording(sample) - begins_at.value_or(std::chrono::microseconds(0)));
  frame.clock = {ClockSource::recording, std::nullopt, false};
  return true;
}

void GstSource::Opening::take_message(GstMessage* message) {
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
    GError* error = nullptr;
    gst_message_parse_error(message, &error, nullptr);
    take_error(*error);
    g_clear_error(&error);
  } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS) {
    end();
  } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_TAG) {
    if (const auto date = container_date_of(message)) recorded_at_us = date->time_since_epoch().count();
  }
}

void GstSource::Opening::take_error(const GError& error) {
  auto failure = std::make_exception_ptr(failure_of(error, options, *findings, had_frames));
  if (is_live(options) || !findings->has_video()) {
    frames.fail(std::move(failure));
    return;
  }
  const std::scoped_lock held(lock);
  if (fault) return;
  fault = std::move(failure);
  fault_at = Steady::now();
}

void GstSource::Opening::end() {
  over = true;
  std::exception_ptr failure;
  {
    const std::scoped_lock held(lock);
    failure = fault;
  }
  frames.fail(failure ? failure : std::make_exception_ptr(failure_at_end(options, *findings, had_frames)));
}

/// Some faults leave no end behind them that would come out after the last picture.
void GstSource::Opening::tell_stalled_fault(Steady::time_point asked_at) {
  constexpr std::chrono::seconds kStall{1};
  const std::scoped_lock held(lock);
  if (!fault) return;
  const Steady::time_point last_sign = std::max({asked_at, fault_at, frames.last_push().value_or(fault_at)});
  if (Steady::now() < last_sign + kStall) return;
  frames.fail(fault);
}

GstFlowReturn GstSource::Opening::on_sample(GstAppSink* sink, gpointer opening) {
  GstSample* sample = gst_app_sink_pull_sample(sink);
  if (sample == nullptr) return GST_FLOW_EOS;
  return (*static_cast<std::shared_ptr<Opening>*>(opening))->take_in(sample) ? GST_FLOW_OK
                                                                             : GST_FLOW_FLUSHING;
}

GstBusSyncReply GstSource::Opening::on_message(GstBus* /*bus*/, GstMessage* message, gpointer opening) {
  (*static_cast<std::shared_ptr<Opening>*>(opening))->take_message(message);
  gst_message_unref(message);
  return GST_BUS_DROP;
}

void GstSource::Opening::tell_news() {
  std::optional<std::string> told;
  bool lies = false;
  {
    const std::scoped_lock held(lock);
    told = std::exchange(news, std::nullopt);
    lies = clock_lies;
  }
  if (!told) return;
  if (lies && options.complained) {
    options.complained(place_of(options) + ": " + *told);
  } else {
    spdlog::info("feed {}: {}", options.feed, *told);
  }
}

Steady::time_point GstSource::Opening::silent_at(Steady::time_point asked_at) const {
  const Steady::time_point heard_at = frames.last_push().value_or(opened_at);
  if (is_live(options)) return heard_at + options.silent_after;
  constexpr std::chrono::hours kLongestStillness{
      24};  // of a recording that plays: it may be made of rare pictures
  const bool plays = options.pacing == Pacing::realtime && had_frames;
  return std::max(heard_at, asked_at) +
         (plays ? kLongestStillness : std::chrono::milliseconds(options.silent_after));
}

std::optional<std::chrono::nanoseconds> GstSource::Opening::length() const {
  gint64 length_ns = 0;
  const bool known = gst_element_query_duration(pipeline.get(), GST_FORMAT_TIME, &length_ns) != FALSE;
  if (!known || length_ns <= 0) return std::nullopt;
  return std::chrono::nanoseconds(length_ns);
}

/// A demuxer takes a damaged place for the end of the file. Sound may go on for a moment after the pictures.
void GstSource::Opening::complain_of_early_end() const {
  constexpr std::chrono::seconds kMoment{2};
  const auto whole = length();
  const std::chrono::microseconds reached(newest_us);
  if (!over || !whole || *whole - reached < kMoment || !options.complained) return;
  const auto in_s = [](auto time) { return std::chrono::duration<double>(time).count(); };
  options.complained(fmt::format("{}: its pictures end at {:.1f} s of {:.1f} s: cut short, or damaged there",
                                 place_of(options), in_s(reached), in_s(*whole)));
}

GstSource::GstSource(FrameSourceOptions options, std::shared_ptr<Recorder> recorder) {
  check_file(options);
  start_gstreamer();
  opening_ = std::make_shared<Opening>(std::move(options), std::move(recorder));
  opening_->pipeline = build_pipeline(opening_->options, opening_->findings, opening_->recorder);
  GstElement* pipeline = opening_->pipeline.get();

  const Bus bus(gst_element_get_bus(pipeline));
  gst_bus_set_sync_handler(bus.get(), Opening::on_message, new std::shared_ptr<Opening>(opening_),
                           [](gpointer held) { delete static_cast<std::shared_ptr<Opening>*>(held); });
  GstAppSinkCallbacks callbacks{};
  callbacks.new_sample = Opening::on_sample;
  const Element sink(gst_bin_get_by_name(GST_BIN(pipeline), "pictures"));
  gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &callbacks, new std::shared_ptr<Opening>(opening_),
                             [](gpointer held) { delete static_cast<std::shared_ptr<Opening>*>(held); });
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
  Opening& opening = *opening_;
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
