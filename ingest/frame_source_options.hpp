#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "ingest/recording_options.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

struct Frame;

/// How RTSP carries pictures. automatic: UDP, and TCP where nothing comes by UDP.
enum class RtspTransport { automatic, tcp, udp };

enum class Pacing {
  realtime,  ///< as time passes; who is slow gets the newest pictures, and the drops are counted
  lossless,  ///< every picture, as fast as they are taken
};

/// One feed, as its source needs to know it.
struct FrameSourceOptions {
  std::string feed;            ///< its name, for frames and messages
  std::string uri;             ///< rtsp, rtsps, srt, udp or file; may carry a password: never log it
  std::filesystem::path path;  ///< a file or a folder of pictures; goes before the uri
  Pacing pacing = Pacing::realtime;

  RtspTransport transport = RtspTransport::automatic;
  std::chrono::milliseconds latency{200};  ///< jitter buffer: what packets may be late; rtspsrc's own is 2 s
  std::chrono::milliseconds silent_after{10000};
  std::chrono::milliseconds clock_trusted_within{60000};  ///< a camera further from this machine's clock lies

  bool software_decoding = false;  ///< for replays, which give the same bytes everywhere
  int decoder_threads = 1;  ///< of a software decoder; feeds share the cores already, and order costs no lag

  std::optional<double> fps;              ///< of folders whose pictures have no times of their own
  std::optional<CaptureTime> started_at;  ///< of a recording's first picture; goes before its own date
  std::optional<std::string> telemetry;   ///< a file, or udp://HOST:PORT; else what lies beside a recording

  /// A live transport stream may bring its telemetry itself, as KLV; taken where `telemetry` says nothing.
  bool telemetry_within = false;

  /// How much later than the pictures the telemetry's times are; negative where they are earlier.
  std::chrono::milliseconds telemetry_delay{0};

  std::optional<RecordingOptions> record;  ///< keep the encoded stream of a live feed

  /// Called with each frame before it is recorded and handed on, to say what was known beside it when it
  /// came; on the caller's thread of next(). A recorded frame already has its notes.
  std::function<void(Frame&)> annotate;

  /// One line about something that does not stop the feed: a broken picture, a clock that lies, telemetry
  /// that ends. Called by the constructor or next(), on their caller's thread.
  std::function<void(const std::string&)> complained;

  /// The same about what every opening of the feed would say again: what its telemetry was found to mean.
  /// Where it is empty, `complained` hears it.
  std::function<void(const std::string&)> found_out;
};

}  // namespace nightjar
