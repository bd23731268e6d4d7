#include "ingest/recording/recording_source.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "ingest/gst_picture.hpp"
#include "ingest/gst_pipeline.hpp"
#include "ingest/recording/recorded_run.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "ingest/recording/segment_reader.hpp"
#include "ingest/stream_time.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using Element = std::unique_ptr<GstElement, ClosedBy<gst_object_unref>>;
using Bus = std::unique_ptr<GstBus, ClosedBy<gst_object_unref>>;
using Message = std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>>;
using Sample = std::unique_ptr<GstSample, ClosedBy<gst_sample_unref>>;
using Steady = std::chrono::steady_clock;

/// Its segments' numbers, none lacking its side file.
std::vector<int> checked_segments(const fs::path& recording) {
  std::vector<int> segments = segments_in(recording);
  if (segments.empty())
    throw FeedError(FeedError::Cause::corrupt, recording.string() + ": a recording without a segment");
  for (const int segment : segments) {
    if (fs::is_regular_file(frames_file(recording, segment))) continue;
    throw FeedError(
        FeedError::Cause::corrupt,
        fmt::format("{}: missing, so what the stages got of {} is not known (the video alone plays "
                    "as a file of its own)",
                    frames_file(recording, segment).string(),
                    segment_file(recording, segment).filename().string()));
  }
  return segments;
}

std::uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

}  // namespace

struct RecordingSource::Playing {
  FrameSourceOptions options;
  Pacing pacing;
  std::vector<int> segments;
  std::uint64_t whole_bytes = 0;
  RecordedRun run;
  std::shared_ptr<GstElement> pipeline;
  Element input;
  Element output;

  std::atomic<std::uint64_t> fed_bytes = 0;
  std::atomic<bool> over = false;
  std::atomic<bool> stopping = false;

  std::mutex lock;  // over the three that follow, written by the reading thread
  std::vector<std::string> faults;
  std::exception_ptr failure;
  bool closed = false;

  std::optional<CaptureTime> first_at;  // with the next two the feed's thread's own
  Steady::time_point began_at;
  std::optional<std::uint64_t> last_sequence;
  std::thread reading;

  explicit Playing(FrameSourceOptions from)
      : options(std::move(from)), pacing(options.pacing), segments(checked_segments(options.path)) {
    options.software_decoding = true;
    options.pacing = Pacing::lossless;  // of the pipeline; time is kept in next()
    for (const int segment : segments) whole_bytes += size_of(segment_file(options.path, segment));
    pipeline = build_decoding(options, std::make_shared<StreamFindings>());
    input.reset(gst_bin_get_by_name(GST_BIN(pipeline.get()), "encoded"));
    output.reset(gst_bin_get_by_name(GST_BIN(pipeline.get()), "pictures"));
  }

  void read();
  void read_segment(int segment, std::optional<EncodedPicture>& format);
  bool push(const EncodedPicture& picture, const std::vector<RecordedGap>& gaps,
            std::optional<EncodedPicture>& format);
  std::optional<Frame> frame_of(Sample sample);
  void throw_pipeline_fault();
  [[nodiscard]] std::optional<std::string> lacks();
};

void RecordingSource::Playing::read() {
  std::optional<EncodedPicture> format;
  try {
    for (const int segment : segments) {
      if (stopping) return;
      read_segment(segment, format);
    }
  } catch (const std::exception& error) {
    const std::scoped_lock held(lock);
    failure = std::make_exception_ptr(FeedError(FeedError::Cause::corrupt, error.what()));
  }
  gst_app_src_end_of_stream(GST_APP_SRC(input.get()));
}

void RecordingSource::Playing::read_segment(int segment, std::optional<EncodedPicture>& format) {
  const fs::path video = segment_file(options.path, segment);
  const std::uint64_t bytes_before = fed_bytes;
  const RecordedLines lines = read_recorded_lines(frames_file(options.path, segment));
  run.add(lines.frames);
  SegmentReader reader(video);
  while (const auto picture = reader.next()) {
    if (stopping || !push(*picture, lines.gaps, format)) return;
    fed_bytes += picture->bytes;
  }
  fed_bytes = bytes_before + size_of(video);
  const std::scoped_lock held(lock);
  if (!reader.fault().empty()) faults.push_back(video.filename().string() + ": " + reader.fault());
  if (lines.cut)
    faults.push_back(frames_file(options.path, segment).filename().string() + ": its last line is cut");
  closed = closed || lines.closed;
}

/// false: nobody wants pictures any more.
bool RecordingSource::Playing::push(const EncodedPicture& picture, const std::vector<RecordedGap>& gaps,
                                    std::optional<EncodedPicture>& format) {
  GstAppSrc* const appsrc = GST_APP_SRC(input.get());
  if (!format || !same_format(*format, picture)) {
    gst_app_src_set_caps(appsrc, picture.caps.get());
    format = picture;
  }
  constexpr std::chrono::microseconds kTick{100};
  for (const RecordedGap& gap : gaps) {
    if (!gap.told || std::chrono::abs(gap.before_pts - picture.pts) > kTick) continue;
    gst_element_send_event(input.get(), gst_event_new_gap(static_cast<GstClockTime>(gap.at.count()),
                                                          static_cast<GstClockTime>(gap.length.count())));
  }
  return gst_app_src_push_buffer(appsrc, gst_buffer_ref(picture.buffer.get())) == GST_FLOW_OK;
}

/// nothing: the stages did not get this picture.
std::optional<Frame> RecordingSource::Playing::frame_of(Sample sample) {
  const GstBuffer* const buffer = gst_sample_get_buffer(sample.get());
  auto record = run.take(stream_time_of(buffer).value_or(std::chrono::nanoseconds(0)));
  if (!record) return std::nullopt;
  auto frame = picture_of(sample.release());
  if (!frame) {
    const std::scoped_lock held(lock);
    faults.push_back(fmt::format("frame {}: its picture cannot be read", record->sequence));
    return std::nullopt;
  }
  frame->feed = options.feed;
  frame->sequence = record->sequence;
  frame->captured_at = *record->captured_at;
  frame->clock = record->clock;
  frame->telemetry = record->telemetry;
  frame->own = record->own;
  frame->sortie = record->sortie;
  frame->stream_pts = record->pts;
  last_sequence = record->sequence;
  return frame;
}

void RecordingSource::Playing::throw_pipeline_fault() {
  const Bus bus(gst_element_get_bus(pipeline.get()));
  const Message message(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
  if (!message) return;
  GError* error = nullptr;
  gst_message_parse_error(message.get(), &error, nullptr);
  const std::string why = error->message;
  g_clear_error(&error);
  throw FeedError(FeedError::Cause::corrupt, options.path.string() + ": " + why);
}

/// What a recording that has been gone through did not hold; nothing: it was whole.
std::optional<std::string> RecordingSource::Playing::lacks() {
  std::vector<std::string> lacks;
  const std::scoped_lock held(lock);
  if (!closed) {
    lacks.push_back(is_being_written(options.path) ? "it is still being written" : "it was cut off");
    if (last_sequence) lacks.back() += fmt::format(", and ends with frame {}", *last_sequence);
  }
  if (segments.front() > 0)
    lacks.push_back(fmt::format("its first {} segments are gone, to keep the quota", segments.front()));
  lacks.insert(lacks.end(), faults.begin(), faults.end());
  if (const std::uint64_t missing = run.missing(); missing > 0)
    lacks.push_back(fmt::format("{} frames that the stages got are not in it", missing));
  if (lacks.empty()) return std::nullopt;
  return fmt::format("{}: {}", options.path.string(), fmt::join(lacks, "; "));
}

RecordingSource::RecordingSource(FrameSourceOptions options) {
  if (!is_recording(options.path))
    throw FeedError(FeedError::Cause::refused, options.path.string() + ": holds no recording.json");
  start_gstreamer();
  playing_ = std::make_unique<Playing>(std::move(options));
  gst_element_set_state(playing_->pipeline.get(), GST_STATE_PLAYING);
  playing_->reading = std::thread([playing = playing_.get()] { playing->read(); });
}

RecordingSource::~RecordingSource() {
  playing_->stopping = true;
  gst_element_set_state(playing_->pipeline.get(), GST_STATE_NULL);  // wakes who waits to hand in
  playing_->reading.join();
}

bool RecordingSource::wait_for(CaptureTime captured_at, const std::stop_token& stop) {
  Playing& playing = *playing_;
  if (!playing.first_at) {
    playing.first_at = captured_at;
    playing.began_at = Steady::now();
  }
  std::mutex lock;
  std::condition_variable_any stopped;
  std::unique_lock held(lock);
  stopped.wait_until(held, stop, playing.began_at + (captured_at - *playing.first_at), [] { return false; });
  return !stop.stop_requested();
}

std::optional<Frame> RecordingSource::next(std::stop_token stop) {
  constexpr GstClockTime kLook = 100 * GST_MSECOND;
  Playing& playing = *playing_;
  GstAppSink* const output = GST_APP_SINK(playing.output.get());
  while (!stop.stop_requested()) {
    Sample sample(gst_app_sink_try_pull_sample(output, kLook));
    if (!sample) {
      if (gst_app_sink_is_eos(output) != FALSE) end();
      playing.throw_pipeline_fault();
      continue;
    }
    auto frame = playing.frame_of(std::move(sample));
    if (!frame) continue;
    if (playing.pacing == Pacing::realtime && !wait_for(frame->captured_at, stop)) return std::nullopt;
    return frame;
  }
  return std::nullopt;
}

void RecordingSource::end() {
  Playing& playing = *playing_;
  playing.run.finish();
  playing.over = true;
  if (const auto lacks = playing.lacks()) {
    if (playing.options.complained) {
      playing.options.complained(*lacks);
    } else {
      spdlog::warn("feed {}: {}", playing.options.feed, *lacks);
    }
  }
  {
    const std::scoped_lock held(playing.lock);
    if (playing.failure) std::rethrow_exception(playing.failure);
  }
  throw FeedError(FeedError::Cause::ended, playing.options.path.string() + ": the end of the recording");
}

FrameCounts RecordingSource::counts() const {
  return playing_->run.counts();
}

std::optional<double> RecordingSource::progress() const {
  if (playing_->over) return 1.0;
  const auto whole = static_cast<double>(std::max<std::uint64_t>(playing_->whole_bytes, 1));
  return std::min(1.0, static_cast<double>(playing_->fed_bytes) / whole);
}

}  // namespace nightjar
