#include "ingest/gst_opening.hpp"

#include <fmt/format.h>
#include <gst/gst.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "ingest/closed_by.hpp"
#include "ingest/gst_failure.hpp"
#include "ingest/gst_picture.hpp"
#include "ingest/gst_times.hpp"
#include "ingest/stream_time.hpp"

namespace nightjar {
namespace {

using Sample = std::unique_ptr<GstSample, ClosedBy<gst_sample_unref>>;
using Steady = std::chrono::steady_clock;

NewestFrames::WhenFull when_full(Pacing pacing) {
  return pacing == Pacing::lossless ? NewestFrames::WhenFull::wait : NewestFrames::WhenFull::drop_oldest;
}

}  // namespace

GstOpening::GstOpening(FrameSourceOptions from, std::shared_ptr<Recorder> to)
    : options(std::move(from)),
      recorder(std::move(to)),
      frames(when_full(options.pacing), [this](const Frame& frame) { note(frame, FrameOutcome::dropped); }),
      live_clock(LiveClockOptions{.trusted_within = options.clock_trusted_within}) {}

bool GstOpening::take_in(GstSample* pulled) {
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
  frame->stream_pts = stream_time_of(buffer);
  if (!stamp(*frame, sample.get())) return false;
  newest_us = time_in_recording(sample.get()).count();
  frame->feed = options.feed;
  had_frames = true;
  return frames.push(std::move(*frame));
}

void GstOpening::take_broken(GstBuffer* buffer) {
  RecordedFrame broken;
  broken.sequence = frames.count_broken();
  broken.outcome = FrameOutcome::broken;
  if (buffer != nullptr) broken.pts = stream_time_of(buffer);
  if (recorder) recorder->take_frame(broken);
}

void GstOpening::note(const Frame& frame, FrameOutcome outcome) {
  if (recorder) recorder->take_frame(recorded(frame, outcome));
}

bool GstOpening::stamp(Frame& frame, GstSample* sample) {
  if (!is_live(options)) return stamp_recorded(frame, sample);
  stamp_live(frame, sample);
  return true;
}

void GstOpening::stamp_live(Frame& frame, GstSample* sample) {
  const auto stamped = live_clock.stamp(arrival_of(sample, pipeline.get()), camera_time_of(sample));
  frame.captured_at = stamped.captured_at;
  frame.clock = stamped.clock;
  if (auto told = live_clock.take_news()) {
    const std::scoped_lock held(lock);
    news = std::move(told);
    clock_lies = live_clock.camera_lies();
  }
}

bool GstOpening::stamp_recorded(Frame& frame, GstSample* sample) {
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

void GstOpening::take_message(GstMessage* message) {
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

void GstOpening::take_error(const GError& error) {
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

void GstOpening::end() {
  over = true;
  std::exception_ptr failure;
  {
    const std::scoped_lock held(lock);
    failure = fault;
  }
  frames.fail(failure ? failure : std::make_exception_ptr(failure_at_end(options, *findings, had_frames)));
}

/// Some faults leave no end behind them that would come out after the last picture.
void GstOpening::tell_stalled_fault(Steady::time_point asked_at) {
  constexpr std::chrono::seconds kStall{1};
  const std::scoped_lock held(lock);
  if (!fault) return;
  const Steady::time_point last_sign = std::max({asked_at, fault_at, frames.last_push().value_or(fault_at)});
  if (Steady::now() < last_sign + kStall) return;
  frames.fail(fault);
}

void GstOpening::tell_news() {
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

Steady::time_point GstOpening::silent_at(Steady::time_point asked_at) const {
  const Steady::time_point heard_at = frames.last_push().value_or(opened_at);
  if (is_live(options)) return heard_at + options.silent_after;
  constexpr std::chrono::hours kLongestStillness{
      24};  // of a recording that plays: it may be made of rare pictures
  const bool plays = options.pacing == Pacing::realtime && had_frames;
  return std::max(heard_at, asked_at) +
         (plays ? kLongestStillness : std::chrono::milliseconds(options.silent_after));
}

std::optional<std::chrono::nanoseconds> GstOpening::length() const {
  gint64 length_ns = 0;
  const bool known = gst_element_query_duration(pipeline.get(), GST_FORMAT_TIME, &length_ns) != FALSE;
  if (!known || length_ns <= 0) return std::nullopt;
  return std::chrono::nanoseconds(length_ns);
}

/// A demuxer takes a damaged place for the end of the file. Sound may go on for a moment after the pictures.
void GstOpening::complain_of_early_end() const {
  constexpr std::chrono::seconds kMoment{2};
  const auto whole = length();
  const std::chrono::microseconds reached(newest_us);
  if (!over || !whole || *whole - reached < kMoment || !options.complained) return;
  const auto in_s = [](auto time) { return std::chrono::duration<double>(time).count(); };
  options.complained(fmt::format("{}: its pictures end at {:.1f} s of {:.1f} s: cut short, or damaged there",
                                 place_of(options), in_s(reached), in_s(*whole)));
}

}  // namespace nightjar
