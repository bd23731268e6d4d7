#include "tools/simulate/rtsp_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "ingest/gst_source.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

TEST(RtspServer, runs_its_cameras_in_time_whether_or_not_anybody_looks) {
  const TestFolder folder;
  std::atomic<int> sent = 0;
  std::atomic<bool> ordered = true;
  CaptureTime last{};
  RtspServerOptions options;
  options.files = {{"/lane", write_clip(folder / "clip.mp4", 10, {.fps = 50})}};
  options.on_frame = [&](const SentFrame& frame) {
    if (frame.captured_at <= last || frame.index != static_cast<std::uint64_t>(sent % 10)) ordered = false;
    if (sent > 0 && std::chrono::abs(frame.captured_at - last - 20ms) > 1ms) ordered = false;
    last = frame.captured_at;
    ++sent;
  };
  {
    const RtspServer server(options);
    EXPECT_GT(server.port(), 0);
    EXPECT_NEAR(static_cast<double>(server.duration("/lane").count()), 200e3, 2e3);
    const auto age = std::chrono::system_clock::now() - server.started_at("/lane");
    EXPECT_LT(age, 30s);
    for (int i = 0; i < 1000 && sent < 35; ++i) std::this_thread::sleep_for(10ms);
  }
  EXPECT_GE(sent, 35);
  EXPECT_TRUE(ordered);
}

TEST(RtspServer, serves_many_watchers_of_several_cameras) {
  const TestFolder folder;
  RtspServerOptions options;
  options.files = {{"/a", write_clip(folder / "a.mp4", 20, {.fps = 20, .keyframe_every_s = 0.5})},
                   {"/b", write_clip(folder / "b.mkv", 20, {.fps = 20, .keyframe_every_s = 0.5})}};
  const RtspServer server(options);
  std::vector<std::unique_ptr<GstSource>> watchers;
  for (const char* mount : {"/a", "/b", "/a", "/b"}) {
    FrameSourceOptions watching;
    watching.uri = server.uri(mount);
    watching.transport = RtspTransport::tcp;
    watchers.push_back(std::make_unique<GstSource>(watching));
  }
  for (const auto& watcher : watchers) EXPECT_EQ(play_out(*watcher, 10).frames.size(), 10U);
  watchers.resize(1);  // the others leave
  EXPECT_EQ(play_out(*watchers.front(), 10).frames.size(), 10U);
}

TEST(RtspServer, names_a_file_it_cannot_serve_and_a_port_it_cannot_have) {
  const TestFolder folder;
  for (const auto& file :
       {folder / "none.mp4", folder.write("noise.mp4", "no video"), folder.write("empty.mp4", "")}) {
    RtspServerOptions options;
    options.files = {{"/x", file}};
    try {
      const RtspServer server(options);
      FAIL() << file;
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).rfind(file.string() + ": ", 0), 0U) << error.what();
    }
  }
  RtspServerOptions options;
  options.files = {{"/x", write_clip(folder / "clip.mp4", 5)}};
  const RtspServer first(options);
  options.port = first.port();
  EXPECT_THROW(RtspServer second(options), std::runtime_error);
}

TEST(RtspServer, ends_promptly_while_it_is_watched) {
  const TestFolder folder;
  RtspServerOptions options;
  options.files = {{"/lane", write_clip(folder / "clip.mp4", 20, {.fps = 20, .keyframe_every_s = 0.5})}};
  auto server = std::make_unique<RtspServer>(options);
  FrameSourceOptions watching;
  watching.uri = server->uri("/lane");
  GstSource source(watching);
  ASSERT_TRUE(source.next({}));
  const auto began = std::chrono::steady_clock::now();
  server.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

}  // namespace
}  // namespace nightjar
