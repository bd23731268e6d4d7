#pragma once

#include <map>
#include <memory>

#include "alerts/vehicle_alerts.hpp"
#include "processing/anpr/motion_regions.hpp"
#include "processing/anpr/plate_finder.hpp"
#include "processing/anpr/plate_passes.hpp"
#include "processing/anpr/plate_reader.hpp"
#include "processing/anpr/vehicle_passes.hpp"
#include "processing/hotlist/hotlists_in_force.hpp"
#include "tools/nightjar/evidence.hpp"
#include "tools/nightjar/pass_pictures.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

struct AnprPipelineOptions {
  MotionRegionsOptions motion;
  PlateFinderOptions finder;
  PlateReaderOptions reader;
  PlatePassesOptions passes;
  VehiclePassesOptions vehicles;
  VehicleAlertOptions alerts;
  PipelineStories stories = PipelineStories::untold;
  EvidencePictureOptions evidence;
};

/// From frames of a road to vehicle hits: see what moves, find plates, read them, follow each vehicle's pass,
/// match its mark against the hotlists.
class AnprPipeline : public Pipeline {
 public:
  AnprPipeline(const AnprPipelineOptions& options, std::shared_ptr<const HotlistsInForce> hotlists);

  PipelineYield process(const Frame& frame) override;
  PipelineYield finish() override;
  [[nodiscard]] PipelineTally tally() const override;

 private:
  std::vector<SeenPlate> read(const Frame& frame, const PlateFrame& plate_frame,
                              const std::vector<PlateBox>& boxes);
  /// `frame` is null at the end of the feed.
  void hand_on(const std::vector<PlateRead>& reads, const Frame* frame, const std::vector<SeenPlate>& plates,
               PipelineYield& yield);
  void book(const std::vector<VehicleWithoutPlate>& vehicles, PipelineYield& yield);
  [[nodiscard]] std::vector<HotlistMatch> matches_of(const PlateRead& read);
  /// Takes the lists in force for one frame; other lists than before are asked for what is still open.
  void take_lists(const Frame* frame, PipelineYield& yield);
  /// Without fresh evidence an alert that has none takes `kept`.
  void post(std::vector<AlertParcel> parcels, const EvidenceSet& fresh, const EvidenceSet& kept,
            PipelineYield& yield);

  AnprPipelineOptions options_;
  std::shared_ptr<const HotlistsInForce> hotlists_;
  HotlistsInForce::Edition lists_;           ///< of this frame; between frames nothing but its generation
  std::map<std::uint64_t, PlateRead> open_;  ///< what was handed on of passes that are not over
  MotionRegions motion_;
  PlateFinder finder_;
  PlateReader reader_;
  PlatePasses passes_;
  VehiclePasses vehicles_;
  VehicleAlerts alerts_;
  EvidenceBook evidence_;
  PassPictures pictures_;
  CaptureClock clock_;  ///< of the newest frame
  PipelineTally tally_;
};

}  // namespace nightjar
