#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ingest/frame_source.hpp"
#include "ingest/recording/recorder.hpp"

namespace nightjar {

/// Hands on the frames of another source and has the recorder note each as it goes to the stages. Closes the
/// recording with the source.
class NotedSource : public FrameSource {
 public:
  NotedSource(std::unique_ptr<FrameSource> frames, std::shared_ptr<Recorder> recorder,
              std::function<void(const std::string&)> complained);
  ~NotedSource() override;
  NotedSource(const NotedSource&) = delete;
  NotedSource& operator=(const NotedSource&) = delete;

  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override { return frames_->counts(); }
  [[nodiscard]] std::optional<double> progress() const override { return frames_->progress(); }
  [[nodiscard]] std::optional<TelemetryCounts> telemetry() const override { return frames_->telemetry(); }

 private:
  std::unique_ptr<FrameSource> frames_;
  std::shared_ptr<Recorder> recorder_;
  std::function<void(const std::string&)> complained_;
};

}  // namespace nightjar
