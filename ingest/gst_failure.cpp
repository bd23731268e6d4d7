#include "ingest/gst_failure.hpp"

#include <gst/gst.h>

#include "ingest/feed_address.hpp"

namespace nightjar {
namespace {

void replace_all(std::string& text, const std::string& secret, const std::string& with) {
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + with.size())) {
    text.replace(at, secret.size(), with);
  }
}

std::string one_line_without_secrets(std::string text, const FrameSourceOptions& options) {
  const FeedAddress address = parse_feed_address(options.uri);
  if (!options.uri.empty()) {
    replace_all(text, options.uri, public_address(options.uri));
    replace_all(text, address.bare, public_address(options.uri));
  }
  replace_all(text, address.password, "***");
  replace_all(text, "\n", " ");
  return text;
}

/// Why there are no pictures, where the stream itself tells; else empty.
std::string lack_of_video(const StreamFindings& findings) {
  if (const std::string type = findings.undecodable_video(); !type.empty() && !findings.has_video()) {
    return "no decoder here for " + type;
  }
  return findings.has_other_only() ? "no video in it" : "";
}

FeedError::Cause cause_of(const GError& error, const FrameSourceOptions& options, bool had_frames) {
  if (!is_live(options) && had_frames) return FeedError::Cause::corrupt;  // a sound file just ends
  if (error.domain == GST_STREAM_ERROR) {
    // "Internal data stream error" is what all elements say whose neighbour gave up, as on a lost connection.
    const bool says_nothing = error.code == GST_STREAM_ERROR_FAILED;
    return says_nothing && had_frames ? FeedError::Cause::ended : FeedError::Cause::corrupt;
  }
  return had_frames ? FeedError::Cause::ended : FeedError::Cause::refused;
}

}  // namespace

std::string place_of(const FrameSourceOptions& options) {
  return options.path.empty() ? public_address(options.uri) : options.path.string();
}

FeedError failure_of(const GError& error, const FrameSourceOptions& options, const StreamFindings& findings,
                     bool had_frames) {
  const std::string place = place_of(options);
  if (const std::string lack = lack_of_video(findings); !lack.empty() && !had_frames) {
    return {FeedError::Cause::corrupt, place + ": " + lack};
  }
  return {cause_of(error, options, had_frames),
          place + ": " + one_line_without_secrets(error.message, options)};
}

FeedError failure_at_end(const FrameSourceOptions& options, const StreamFindings& findings, bool had_frames) {
  const std::string place = place_of(options);
  if (had_frames) return {FeedError::Cause::ended, place + ": the end of the stream"};
  const std::string lack = lack_of_video(findings);
  return {FeedError::Cause::corrupt, place + ": " + (lack.empty() ? "ended before its first picture" : lack)};
}

}  // namespace nightjar
