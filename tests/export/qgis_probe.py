"""Run by the Python that has PyQGIS: what QGIS makes of a project or of a GeoPackage, as JSON.

python3 qgis_probe.py FILE.qgz | FILE.gpkg
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

application = QgsApplication([], False)
application.initQgis()
path = sys.argv[1]
if path.endswith(".qgz"):
    project = QgsProject.instance()
    assert project.read(path)
    layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
else:
    names = ("mentions", "projects", "parks", "towns", "counties")
    layers = [QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names]

found = {"layers": [], "project_crs": QgsProject.instance().crs().authid()}
for layer in layers:
    renderer = layer.renderer()
    item = {
        "name": layer.name(),
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "drawn": sum(not feature.geometry().isEmpty() for feature in layer.getFeatures()),
        "crs": layer.crs().authid(),
        "renderer": renderer.type(),
        "labels": layer.labelsEnabled(),
        "alias": layer.attributeAlias(layer.fields().indexOf("name")),
    }
    if renderer.type() == "pointDisplacement":
        renderer = renderer.embeddedRenderer()
    if renderer.type() == "categorizedSymbol":
        # Those of the legend only tell forms, not industries.
        categories = [each for each in renderer.categories() if not each.value().startswith("symbol:")]
        symbols = [category.symbol() for category in categories]
        item["categories"] = {
            category.value(): [category.label(), symbol.color().name()]
            for category, symbol in zip(categories, symbols, strict=True)
        }
    found["layers"].append(item)

settings = QgsMapSettings()
settings.setLayers(layers)
settings.setDestinationCrs(layers[0].crs())
settings.setOutputSize(QSize(400, 400))
settings.setExtent(layers[-1].extent())
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
colours = {image.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(0, 400, 2)}
found["colours"] = len(colours)
print(json.dumps(found, ensure_ascii=False))
sys.stdout.flush()
os._exit(0)  # QGIS crashes on the way out when layers outlive it
