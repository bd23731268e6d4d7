#include "ingest/make_frame_source.hpp"

#include <fmt/format.h>

#include "ingest/annotated_source.hpp"
#include "ingest/feed_address.hpp"
#include "ingest/gst_source.hpp"
#include "ingest/picture_source.hpp"
#include "ingest/recording/noted_source.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "ingest/recording/recording_source.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/ts_flight.hpp"
#include "ingest/telemetry_source.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

/// A `file://` address as a path.
FrameSourceOptions settled(FrameSourceOptions options) {
  if (!options.path.empty()) return options;
  const FeedAddress address = parse_feed_address(options.uri);
  constexpr std::string_view kFile = "file://";
  if (address.scheme == "file") {
    options.path = percent_decoded(std::string_view(address.bare).substr(kFile.size()));
  } else if (address.scheme.empty()) {
    options.path = options.uri;
  }
  return options;
}

TelemetryFeed open_telemetry(const std::string& place, const std::shared_ptr<Recorder>& recorder) {
  try {
    if (!recorder) return TelemetryFeed(place);
    return TelemetryFeed(place, [recorder](std::string_view line) { recorder->take_telemetry(line); });
  } catch (const std::runtime_error& error) {
    throw FeedError(FeedError::Cause::refused, error.what());
  }
}

/// The recording of an opening that a folder is or holds; nothing: it holds none.
std::optional<fs::path> recording_at(const fs::path& folder) {
  const std::vector<fs::path> recordings = recordings_in(folder);
  if (recordings.empty()) return std::nullopt;
  if (recordings.size() == 1) return recordings.front();
  throw FeedError(FeedError::Cause::refused,
                  fmt::format("{}: holds {} recordings, expected one: {} is the first", folder.string(),
                              recordings.size(), recordings.front().filename().string()));
}

std::unique_ptr<FrameSource> annotated(std::unique_ptr<FrameSource> source,
                                       const FrameSourceOptions& options) {
  if (!options.annotate) return source;
  return std::make_unique<AnnotatedSource>(std::move(source), options.annotate);
}

std::unique_ptr<FrameSource> open_pictures(FrameSourceOptions options, std::shared_ptr<Recorder> recorder) {
  if (!options.path.empty() && fs::is_directory(options.path))
    return std::make_unique<PictureSource>(std::move(options));
  return std::make_unique<GstSource>(std::move(options), std::move(recorder));
}

bool is_same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error);
}

TsFlight read_flight(const fs::path& file) {
  try {
    return read_ts_flight(file);
  } catch (const std::runtime_error& error) {
    throw FeedError(FeedError::Cause::refused, error.what());
  }
}

/// What a flight has to say, one line; nothing: all is well.
std::optional<std::string> flight_complaint(const FrameSourceOptions& options, const TsFlight& flight) {
  const std::string place = options.path.string();
  std::vector<std::string> lines;
  const auto began = flight.began_at();
  if (began && options.started_at) {
    constexpr std::chrono::seconds kSame{1};
    const std::chrono::duration<double> apart = *options.started_at - *began;
    if (std::chrono::abs(apart) > kSame)
      lines.push_back(fmt::format("{}: started_at is {:+.1f} s from when its KLV says that it began", place,
                                  apart.count()));
  }
  for (const std::string& note : flight.notes) lines.push_back(fmt::format("{}: {}", place, note));
  if (lines.empty()) return std::nullopt;
  return first_of(lines);
}

/// A transport stream with KLV in it: its clock is the recording's, and its telemetry, too, unless another
/// was named or lies beside it.
std::unique_ptr<FrameSource> open_flight(const FrameSourceOptions& options, const std::string& telemetry) {
  TsFlight flight = read_flight(options.path);
  auto complaint = flight_complaint(options, flight);
  FrameSourceOptions played = options;
  if (!played.started_at) played.started_at = flight.began_at();
  TelemetryFeed feed = is_same_file(telemetry, options.path)
                           ? TelemetryFeed(telemetry, flight.records, std::move(complaint))
                           : open_telemetry(telemetry, nullptr);
  auto clock = std::make_shared<FlightClock>(std::move(flight.clock), std::move(flight.pictures));
  StreamTaps taps;
  taps.demuxed = [clock](std::span<const std::uint8_t> bytes, std::chrono::nanoseconds demuxed_at) {
    clock->take(bytes, demuxed_at);
  };
  auto pictures = std::make_unique<GstSource>(std::move(played), nullptr, taps);
  return std::make_unique<TelemetrySource>(std::move(pictures), std::move(feed), options, std::move(clock));
}

/// A live transport stream may bring telemetry with it.
std::unique_ptr<FrameSource> open_live_flight(const FrameSourceOptions& options,
                                              const std::shared_ptr<Recorder>& recorder) {
  LiveFlightOptions kept;
  if (recorder) kept.heard = [recorder](std::string_view line) { recorder->take_telemetry(line); };
  const auto flight = std::make_shared<LiveFlight>(std::move(kept));
  StreamTaps taps;
  taps.received = [flight](std::span<const std::uint8_t> bytes) { flight->take_stream(bytes); };
  taps.demuxed = [flight](std::span<const std::uint8_t> bytes, std::chrono::nanoseconds demuxed_at) {
    flight->take_picture(bytes, demuxed_at);
  };
  return std::make_unique<TelemetrySource>(std::make_unique<GstSource>(options, recorder, taps), flight,
                                           options);
}

bool may_bring_telemetry(const FrameSourceOptions& options) {
  if (!options.telemetry_within || options.telemetry || !options.path.empty()) return false;
  const std::string scheme = parse_feed_address(options.uri).scheme;
  return scheme == "udp" || scheme == "srt";
}

}  // namespace

std::optional<std::string> telemetry_of(const FrameSourceOptions& options) {
  if (!options.path.empty() && !recordings_in(options.path).empty()) return std::nullopt;
  if (options.telemetry || options.path.empty()) return options.telemetry;
  if (fs::is_directory(options.path)) {
    const fs::path within = options.path / "telemetry.jsonl";
    if (fs::is_regular_file(within)) return within.string();
    return std::nullopt;
  }
  for (const char* ending : {".jsonl", ".SRT", ".srt"}) {
    const fs::path beside = fs::path(options.path).replace_extension(ending);
    if (beside != options.path && fs::is_regular_file(beside)) return beside.string();
    const bool ours = std::string_view(ending) == ".jsonl";
    if (ours && brings_its_clock(options.path)) return options.path.string();
  }
  return std::nullopt;
}

std::unique_ptr<FrameSource> make_frame_source(const FrameSourceOptions& given) {
  FrameSourceOptions options = settled(given);
  if (const auto recording = options.path.empty() ? std::nullopt : recording_at(options.path)) {
    options.path = *recording;
    return annotated(std::make_unique<RecordingSource>(options), options);
  }
  std::shared_ptr<Recorder> recorder;
  if (options.record) recorder = std::make_shared<Recorder>(*options.record, options.feed);
  const auto telemetry = telemetry_of(options);
  const bool tied = telemetry && (!options.started_at || is_same_file(*telemetry, options.path));
  if (tied && brings_its_clock(options.path)) return open_flight(options, *telemetry);
  std::optional<TelemetryFeed> opened;
  if (telemetry) opened = open_telemetry(*telemetry, recorder);
  std::unique_ptr<FrameSource> source =
      may_bring_telemetry(options) ? open_live_flight(options, recorder) : open_pictures(options, recorder);
  if (opened) {
    source = std::make_unique<TelemetrySource>(std::move(source), std::move(*opened), options);
  }
  source = annotated(std::move(source), options);
  if (!recorder) return source;
  return std::make_unique<NotedSource>(std::move(source), std::move(recorder), options.complained);
}

}  // namespace nightjar
