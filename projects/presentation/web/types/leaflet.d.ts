/* What the map's scripts use of Leaflet 1.9.3 that its published types leave out: its own inner parts. */
import "leaflet";

declare module "leaflet" {
  interface Popup {
    _closeButton?: HTMLElement;
  }
  namespace Control {
    interface Scale {
      _update(): void;
    }
  }
}
