"""What every figure of the charts must hold to."""

import plotly.graph_objects as go


def check_figure(figure: go.Figure) -> None:
    """Assert that plotly knows every property, and that handing the figure to it twice draws it once.

    The charts skip plotly's own validation for speed; here it runs. For the second, see `cxmaturity/charts/style.py`:
    no template, a stated revision of the data, and no axis whose range plotly works out.
    """
    stated = figure.to_dict()
    layout = stated["layout"]
    assert (layout.pop("template"), layout["datarevision"]) == ("none", 1)
    validated = go.Figure(stated).to_dict()
    del validated["layout"]["template"]  # plotly's default, for want of another
    assert validated == stated
    axes = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    axes += [layout["polar"]["radialaxis"]] if "polar" in layout else []
    assert axes
    assert all("range" in axis for axis in axes)
