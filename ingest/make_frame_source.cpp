#include "ingest/make_frame_source.hpp"

#include "ingest/feed_address.hpp"
#include "ingest/gst_source.hpp"
#include "ingest/picture_source.hpp"
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

TelemetryFeed open_telemetry(const std::string& place) {
  try {
    return TelemetryFeed(place);
  } catch (const std::runtime_error& error) {
    throw FeedError(FeedError::Cause::refused, error.what());
  }
}

}  // namespace

std::optional<std::string> telemetry_of(const FrameSourceOptions& options) {
  if (options.telemetry || options.path.empty()) return options.telemetry;
  const fs::path beside = fs::is_directory(options.path) ? options.path / "telemetry.jsonl"
                                                         : fs::path(options.path).replace_extension(".jsonl");
  if (beside != options.path && fs::is_regular_file(beside)) return beside.string();
  return std::nullopt;
}

std::unique_ptr<FrameSource> make_frame_source(const FrameSourceOptions& given) {
  const FrameSourceOptions options = settled(given);
  const auto telemetry = telemetry_of(options);
  std::optional<TelemetryFeed> opened;
  if (telemetry) opened = open_telemetry(*telemetry);
  std::unique_ptr<FrameSource> source;
  if (!options.path.empty() && fs::is_directory(options.path)) {
    source = std::make_unique<PictureSource>(options);
  } else {
    source = std::make_unique<GstSource>(options);
  }
  if (!opened) return source;
  return std::make_unique<TelemetrySource>(std::move(source), std::move(*opened), options.complained);
}

}  // namespace nightjar
